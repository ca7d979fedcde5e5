import { messageOf, type AccessToken, type CreatedAccessToken } from '@longtable/common';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Action } from '../components/action.js';
import { ConfirmDialog } from '../components/confirm-dialog.js';
import { exactTime } from '../components/exact-time.js';
import { Moment } from '../components/moment.js';
import { Notice } from '../components/notice.js';
import { useFocusAfter } from '../components/use-focus-after.js';
import { useHub } from '../session/hub-context.js';
import { NewTokenDialog } from './new-token-dialog.js';

/** The personal access tokens: what they are called and when they were used, never their secrets. */
export function TokenSection() {
    const { api } = useHub();
    const [tokens, setTokens] = useState<readonly AccessToken[]>();
    const [failure, setFailure] = useState<string>();
    const [dialog, setDialog] = useState<'new' | AccessToken>();
    const [deletions, setDeletions] = useState(0);
    const heading = useFocusAfter<HTMLHeadingElement>(deletions);

    useEffect(() => {
        api.tokens().then(setTokens, (error: unknown) => setFailure(messageOf(error)));
    }, [api]);

    function added({ token: _secret, ...token }: CreatedAccessToken): void {
        setTokens([token, ...(tokens ?? [])]);
    }

    const close = (): void => setDialog(undefined);
    return (
        <section className="account-card" aria-labelledby="account-tokens">
            <div className="account-head">
                <div>
                    <h2 id="account-tokens" ref={heading} tabIndex={-1}>
                        Personal access tokens
                    </h2>
                    <p className="account-detail">
                        For scripts that use the API in your name. Whoever holds one can do what you can do.
                    </p>
                </div>
                <Action onPress={() => setDialog('new')}>
                    <Plus aria-hidden size={18} />
                    New token
                </Action>
            </div>
            {failure && <Notice tone="bad">{failure}</Notice>}
            {tokens && tokens.length > 0 && (
                <ul className="tokens" aria-label="Personal access tokens">
                    {tokens.map(token => (
                        <li key={token.id}>
                            <span className="token-words">
                                <span className="token-name">{token.name}</span>
                                <span className="account-detail">
                                    {token.lastUsedAt ? (
                                        <>
                                            Last used <Moment iso={token.lastUsedAt} />
                                        </>
                                    ) : (
                                        'Never used'
                                    )}
                                    {' · '}
                                    {expiryText(token)}
                                </span>
                            </span>
                            <Action
                                tone="quiet"
                                aria-label={`Delete token ${token.name}`}
                                onPress={() => setDialog(token)}
                            >
                                Delete
                            </Action>
                        </li>
                    ))}
                </ul>
            )}
            {dialog === 'new' && <NewTokenDialog onCreated={added} onClose={close} />}
            {dialog && dialog !== 'new' && (
                <ConfirmDialog
                    title={`Delete the token “${dialog.name}”?`}
                    confirm="Delete now"
                    act={async () => {
                        await api.deleteToken(dialog.id);
                        setTokens(tokens?.filter(token => token.id !== dialog.id));
                        setDeletions(deletions + 1);
                    }}
                    onClose={close}
                >
                    Scripts that use it are refused from now on. That cannot be taken back.
                </ConfirmDialog>
            )}
        </section>
    );
}

function expiryText({ expiresAt }: AccessToken): string {
    if (expiresAt === undefined) {
        return 'Does not expire';
    }
    return `${Date.parse(expiresAt) <= Date.now() ? 'Expired' : 'Expires'} ${exactTime(expiresAt)}`;
}
