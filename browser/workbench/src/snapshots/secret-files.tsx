import type { SecretList } from '@longtable/common';
import * as React from '@theia/core/shared/react';

export interface SecretFilesProps {
    readonly found: SecretList;
    readonly included: ReadonlySet<string>;
    readonly disabled: boolean;
    readonly onChange: (included: ReadonlySet<string>) => void;
}

/** The files that look like secrets, each to be left out or not. Left out unless somebody says otherwise. */
export function SecretFiles({ found, included, disabled, onChange }: SecretFilesProps): React.ReactElement {
    const toggle = (path: string): void => {
        const next = new Set(included);
        if (!next.delete(path)) {
            next.add(path);
        }
        onChange(next);
    };
    return (
        <fieldset className="longtable-snapshot-secrets">
            <legend>
                <span className="codicon codicon-warning" aria-hidden="true" />
                These files look like secrets
            </legend>
            <p className="longtable-share-detail">
                Whoever opens the snapshot can read what is in it. Files with a tick are left out.
                {found.truncated && ' There may be more than are listed.'}
            </p>
            <div className="longtable-snapshot-secret-list">
                {found.files.map(({ path, reason }) => (
                    <label key={path} className="longtable-share-option">
                        <input
                            type="checkbox"
                            disabled={disabled}
                            checked={!included.has(path)}
                            onChange={() => toggle(path)}
                        />
                        {path} ({reason})
                    </label>
                ))}
            </div>
        </fieldset>
    );
}
