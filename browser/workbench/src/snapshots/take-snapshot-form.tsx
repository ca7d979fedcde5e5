import type { SecretList, TakeSnapshot } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { SecretFiles } from './secret-files';

export interface TakeSnapshotFormProps {
    /** Undefined until they have been looked for. */
    readonly secrets: SecretList | undefined;
    /** Why they could not be looked for. */
    readonly problem: string | undefined;
    readonly busy: boolean;
    readonly onTake: (wish: TakeSnapshot) => void;
}

/** What to call the snapshot, and what to leave out of it. */
export function TakeSnapshotForm({ secrets, problem, busy, onTake }: TakeSnapshotFormProps): React.ReactElement {
    const [name, setName] = React.useState('');
    const [included, setIncluded] = React.useState<ReadonlySet<string>>(new Set());
    const [terminals, setTerminals] = React.useState(true);
    return (
        <form
            className="longtable-share-form"
            onSubmit={event => {
                event.preventDefault();
                const exclude = (secrets?.files ?? [])
                    .filter(({ path }) => !included.has(path))
                    .map(({ path }) => `/${path}`);
                onTake({
                    terminals,
                    ...(name.trim() === '' ? {} : { name: name.trim() }),
                    ...(exclude.length === 0 ? {} : { exclude })
                });
            }}
        >
            <p className="longtable-share-lead">
                All files as they are now, with text that was not saved, your editors as they are laid out, and your
                breakpoints. Whoever gets the link can make a workspace of their own from it.
            </p>
            <label className="longtable-share-label">
                Name
                <input
                    className="theia-input"
                    type="text"
                    maxLength={80}
                    placeholder="Name of the workspace, and the time"
                    value={name}
                    disabled={busy}
                    onChange={event => setName(event.target.value)}
                />
            </label>
            <label className="longtable-share-option">
                <input
                    type="checkbox"
                    checked={terminals}
                    disabled={busy}
                    onChange={event => setTerminals(event.target.checked)}
                />
                With the text of my terminals
            </label>
            {secrets && secrets.files.length > 0 && (
                <SecretFiles found={secrets} included={included} disabled={busy} onChange={setIncluded} />
            )}
            <p className="longtable-share-detail" role="status">
                {problem ?? (secrets ? '' : 'Looking for files that look like secrets…')}
                {secrets?.files.length === 0 && 'No file looks like a secret.'}
            </p>
            <div className="longtable-share-buttons">
                <button
                    type="submit"
                    className="theia-button main"
                    disabled={busy || (secrets === undefined && problem === undefined)}
                >
                    Take snapshot
                </button>
            </div>
        </form>
    );
}
