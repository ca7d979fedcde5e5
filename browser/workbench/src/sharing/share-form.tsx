import type { ShareWorkspace } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { expiresAt, expiries, type ExpiryId } from './expiry';
import { type ShareChoices, ShareFields } from './share-choices';
import { securityNote } from './sharing-words';

export interface ShareFormProps {
    readonly busy: boolean;
    readonly onStart: (options: ShareWorkspace) => void;
}

/** How to share, before anything is shared. */
export function ShareForm({ busy, onStart }: ShareFormProps): React.ReactElement {
    const [choices, setChoices] = React.useState<ShareChoices>({ role: 'viewer', approval: false, keepOnStop: false });
    const [expiry, setExpiry] = React.useState<ExpiryId>('never');
    return (
        <form
            className="longtable-share-form"
            onSubmit={event => {
                event.preventDefault();
                const end = expiresAt(expiry, Date.now());
                onStart({ ...choices, ...(end === undefined ? {} : { expiresAt: end }) });
            }}
        >
            <p className="longtable-share-lead">
                People with the link sign in and join you here, as long as you share.
            </p>
            <ShareFields
                {...choices}
                disabled={busy}
                onChange={change => setChoices(previous => ({ ...previous, ...change }))}
            >
                <label className="longtable-share-option">
                    Stop sharing after
                    <select
                        className="theia-select"
                        value={expiry}
                        disabled={busy}
                        onChange={event => setExpiry(event.target.value as ExpiryId)}
                    >
                        {expiries.map(({ id, label }) => (
                            <option key={id} value={id}>
                                {label}
                            </option>
                        ))}
                    </select>
                </label>
            </ShareFields>
            <p className="longtable-share-note" role="note">
                <span className="codicon codicon-shield" aria-hidden="true" />
                {securityNote}
            </p>
            <div className="longtable-share-buttons">
                <button type="submit" className="theia-button main" disabled={busy}>
                    Start sharing
                </button>
            </div>
        </form>
    );
}
