import { messageOf, sentenceOfSignInError, type Installation } from '@longtable/common';
import { useEffect, useState } from 'react';
import { createHubApi } from '../api/hub-api.js';
import { Action } from '../components/action.js';
import { Logo } from '../components/logo.js';
import { Notice } from '../components/notice.js';
import { repositoryOfHash, shortRepository } from '../routing/repository-link.js';
import { usePage } from '../routing/navigation.js';
import { NoSandboxBanner } from '../session/no-sandbox-banner.js';
import { DevSignInForm } from './dev-sign-in-form.js';
import { LaidTable } from './laid-table.js';
import { returnTarget } from './return-to.js';
import './sign-in.css';

const api = createHubApi(
    (input, init) => fetch(input, init),
    () => undefined
);

const providers = { github: 'GitHub', oidc: 'single sign-on' } as const;

/** Where everybody comes in. */
export function SignInPage() {
    const heading = usePage('Sign in');
    const [installation, setInstallation] = useState<Installation>();
    const [failure, setFailure] = useState<string>();
    const [attempt, setAttempt] = useState(0);
    const target = returnTarget(location.search, location.hash, location.origin);
    const refused = new URLSearchParams(location.search).get('error');
    const requested = repositoryOfHash(new URL(target, location.origin).hash);

    useEffect(() => {
        api.installation().then(setInstallation, (error: unknown) => setFailure(messageOf(error)));
    }, [attempt]);

    return (
        <div className="sign-in">
            {installation?.runtime === 'process' && <NoSandboxBanner />}
            <LaidTable />
            <main className="sign-in-card">
                <Logo />
                <h1 ref={heading} tabIndex={-1}>
                    Take a seat
                </h1>
                <p className="sign-in-lead">
                    {requested ? (
                        <>
                            Sign in, and a workspace starts from <strong>{shortRepository(requested)}</strong>.
                        </>
                    ) : target.startsWith('/join/') ? (
                        'You are invited to a workspace. Sign in to take your seat.'
                    ) : (
                        'One workspace, everyone at the same table: files, terminals and an IDE for each of you.'
                    )}
                </p>
                {refused && !failure && <Notice tone="bad">{sentenceOfSignInError(refused)}</Notice>}
                {failure && (
                    <>
                        <Notice tone="bad">{failure}</Notice>
                        <Action
                            onPress={() => {
                                setFailure(undefined);
                                setAttempt(attempt + 1);
                            }}
                        >
                            Try again
                        </Action>
                    </>
                )}
                {(['github', 'oidc'] as const)
                    .filter(provider => installation?.signIn.includes(provider))
                    .map(provider => (
                        <a
                            key={provider}
                            className="action action-plain action-wide"
                            href={`/login/${provider}?returnTo=${encodeURIComponent(target)}`}
                        >
                            Sign in with {providers[provider]}
                        </a>
                    ))}
                {installation?.signIn.includes('dev') && (
                    <DevSignInForm signIn={person => api.signIn(person)} onSignedIn={() => location.replace(target)} />
                )}
                {installation && <p className="sign-in-version">Longtable {installation.version}</p>}
            </main>
        </div>
    );
}
