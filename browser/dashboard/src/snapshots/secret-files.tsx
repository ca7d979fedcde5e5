import type { SecretList } from '@longtable/common';
import { TriangleAlert } from 'lucide-react';
import { Check } from '../components/check.js';

interface SecretFilesProps {
    readonly found: SecretList;
    readonly included: ReadonlySet<string>;
    readonly onChange: (included: ReadonlySet<string>) => void;
}

/** The files that look like secrets, each to be left out or not. Left out unless somebody says otherwise. */
export function SecretFiles({ found, included, onChange }: SecretFilesProps) {
    if (found.files.length === 0) {
        return undefined;
    }
    return (
        <fieldset className="secrets">
            <legend>
                <TriangleAlert aria-hidden size={16} />
                These files look like secrets
            </legend>
            <p className="secrets-detail">
                Whoever opens the snapshot can read what is in it. Files with a tick are left out.
                {found.truncated && ' There may be more than are listed.'}
            </p>
            <div className="secrets-list">
                {found.files.map(({ path, reason }) => (
                    <Check
                        key={path}
                        label={`${path} (${reason})`}
                        isSelected={!included.has(path)}
                        onChange={leftOut => {
                            const next = new Set(included);
                            if (leftOut) {
                                next.delete(path);
                            } else {
                                next.add(path);
                            }
                            onChange(next);
                        }}
                    />
                ))}
            </div>
        </fieldset>
    );
}
