import * as React from '@theia/core/shared/react';
import { PRODUCT_NAME } from './product-name';
import { webAddressOf } from './repository-address';

interface WelcomePageProps {
    readonly workspaceName: string | undefined;
    readonly repository: string | undefined;
    readonly gitRef: string | undefined;
    readonly dashboardUrl: string;
    readonly actions: readonly {
        readonly label: string;
        readonly icon: string;
        readonly description: string;
        readonly keys: readonly string[];
        readonly run: () => void;
    }[];
    readonly hints: readonly { readonly label: string; readonly keys: readonly string[] }[];
}

/** What the welcome view shows. */
export function WelcomePage(props: WelcomePageProps): React.ReactElement {
    return (
        <div className="longtable-welcome-page">
            <header className="longtable-welcome-header">
                <div className="longtable-logo" aria-hidden="true" />
                <div className="longtable-welcome-heading">
                    <h1>{props.workspaceName ?? PRODUCT_NAME}</h1>
                    <p className="longtable-welcome-repository">
                        <Repository address={props.repository} gitRef={props.gitRef} />
                    </p>
                </div>
            </header>
            <section aria-labelledby="longtable-welcome-start">
                <h2 id="longtable-welcome-start">Start</h2>
                <ul className="longtable-welcome-actions">
                    {props.actions.map(action => (
                        <li key={action.label}>
                            <button type="button" aria-label={action.label} onClick={action.run}>
                                <span className={`codicon codicon-${action.icon}`} aria-hidden="true" />
                                <span className="longtable-welcome-label">{action.label}</span>
                                <span className="longtable-welcome-description">{action.description}</span>
                                <Keys keys={action.keys} />
                            </button>
                        </li>
                    ))}
                </ul>
            </section>
            {props.hints.length > 0 && (
                <section aria-labelledby="longtable-welcome-keys">
                    <h2 id="longtable-welcome-keys">Keys worth knowing</h2>
                    <dl className="longtable-welcome-hints">
                        {props.hints.map(hint => (
                            <div key={hint.label}>
                                <dt>{hint.label}</dt>
                                <dd>
                                    <Keys keys={hint.keys} />
                                </dd>
                            </div>
                        ))}
                    </dl>
                </section>
            )}
            <footer className="longtable-welcome-footer">
                <a href={props.dashboardUrl} target="_blank" rel="noreferrer">
                    All workspaces
                </a>
                <span>Changes are saved as you type. Files stay when you close this page.</span>
            </footer>
        </div>
    );
}

function Repository({
    address,
    gitRef
}: {
    address: string | undefined;
    gitRef: string | undefined;
}): React.ReactElement {
    if (!address) {
        return <>A workspace without a repository</>;
    }
    const web = webAddressOf(address);
    return (
        <>
            {web ? (
                <a href={web} target="_blank" rel="noreferrer">
                    {address}
                </a>
            ) : (
                address
            )}
            {gitRef && <span className="longtable-welcome-ref">{gitRef}</span>}
        </>
    );
}

function Keys({ keys }: { keys: readonly string[] }): React.ReactElement | undefined {
    return keys.length === 0 ? undefined : (
        <span className="longtable-keys">
            {keys.flatMap((chord, index) => chord.split('+').map(key => <kbd key={`${index} ${key}`}>{key}</kbd>))}
        </span>
    );
}
