import type { ShareWorkspace, Workspace } from '@longtable/common';
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { Choice } from '../components/choice.js';
import { expiryOf, shareExpiries, type ShareExpiry } from '../components/expiry.js';
import { Notice } from '../components/notice.js';
import { SubmitForm } from '../components/submit-form.js';
import { isUp } from '../workspaces/workspace-actions.js';
import { ShareFields, type ShareChoices } from './share-fields.js';
import { securityNote } from './sharing-words.js';

interface ShareFormProps {
    readonly workspace: Workspace;
    readonly busy: boolean;
    readonly onStart: (wanted: ShareWorkspace) => void;
    readonly onCancel: () => void;
}

/** How to share, before anything is shared. */
export function ShareForm({ workspace, busy, onStart, onCancel }: ShareFormProps) {
    const [choices, setChoices] = useState<ShareChoices>({ role: 'viewer', approval: false, keepOnStop: false });
    const [expiry, setExpiry] = useState<ShareExpiry>('never');
    return (
        <SubmitForm onSubmit={() => onStart({ ...choices, ...expiryOf(shareExpiries, expiry, Date.now()) })}>
            <p>Whoever has the link signs in and works in this workspace, for as long as you share it.</p>
            {!isUp(workspace.status) && !choices.keepOnStop && (
                <Notice tone="info">
                    This workspace is not running, so nobody can enter yet. Start it first; or tick “Keep sharing after
                    a restart” to make the link now.
                </Notice>
            )}
            <ShareFields choices={choices} disabled={busy} onChange={change => setChoices({ ...choices, ...change })} />
            <Choice
                label="Stop sharing after"
                options={shareExpiries}
                value={expiry}
                disabled={busy}
                onChange={setExpiry}
            />
            <p className="security-note">
                <ShieldAlert aria-hidden size={17} />
                {securityNote}
            </p>
            <div className="dialog-actions">
                <Action onPress={onCancel}>Cancel</Action>
                <Action tone="primary" type="submit" busy={busy}>
                    {busy ? 'Starting…' : 'Start sharing'}
                </Action>
            </div>
        </SubmitForm>
    );
}
