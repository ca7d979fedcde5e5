import type { TakeSnapshot, Workspace } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { Check } from '../components/check.js';
import { Field } from '../components/field.js';
import { Notice } from '../components/notice.js';
import { SubmitForm } from '../components/submit-form.js';
import { SecretFiles } from './secret-files.js';
import { useSecretFiles } from './use-secret-files.js';

interface TakeSnapshotFormProps {
    readonly workspace: Workspace;
    readonly busy: boolean;
    readonly onTake: (wish: TakeSnapshot) => void;
    readonly onCancel: () => void;
}

/** What to call the snapshot, and what to leave out of it. */
export function TakeSnapshotForm({ workspace, busy, onTake, onCancel }: TakeSnapshotFormProps) {
    const [name, setName] = useState('');
    const [note, setNote] = useState('');
    const [leaveOut, setLeaveOut] = useState('');
    const [terminals, setTerminals] = useState(true);
    const [included, setIncluded] = useState<ReadonlySet<string>>(new Set());
    const { found, failure } = useSecretFiles(workspace.id);

    function submit(): void {
        const secrets = found?.files.filter(({ path }) => !included.has(path)) ?? [];
        const others = leaveOut.split(',').map(pattern => pattern.trim());
        const exclude = [...secrets.map(({ path }) => `/${path}`), ...others.filter(pattern => pattern !== '')];
        onTake({
            terminals,
            ...(name.trim() === '' ? {} : { name: name.trim() }),
            ...(note.trim() === '' ? {} : { note: note.trim() }),
            ...(exclude.length === 0 ? {} : { exclude })
        });
    }

    return (
        <SubmitForm onSubmit={submit}>
            <p>
                A copy of all files of the workspace as they are now, with your editors as they are laid out. Whoever
                gets the link can make a workspace of their own from it, also when this one has long changed or is gone.
            </p>
            <Field
                label="Name"
                placeholder={`${workspace.name}, and the time`}
                optional
                autoFocus
                autoComplete="off"
                maxLength={80}
                value={name}
                onChange={setName}
            />
            <Field label="Note" optional autoComplete="off" maxLength={2000} value={note} onChange={setNote} />
            <Field
                label="Leave out"
                placeholder="node_modules, *.log"
                hint="Names of files and folders, or a path with a slash in front."
                optional
                autoComplete="off"
                value={leaveOut}
                onChange={setLeaveOut}
            />
            <Check label="With the text of my terminals" isSelected={terminals} onChange={setTerminals} />
            {found && <SecretFiles found={found} included={included} onChange={setIncluded} />}
            {failure && <Notice tone="bad">Nobody looked for secrets. {failure}</Notice>}
            <p className="secrets-detail" role="status">
                {!found && !failure && 'Looking for files that look like secrets…'}
                {found?.files.length === 0 && 'No file looks like a secret.'}
            </p>
            <div className="dialog-actions">
                <Action onPress={onCancel}>Cancel</Action>
                <Action tone="primary" type="submit" busy={busy} isDisabled={!found && !failure}>
                    Take snapshot
                </Action>
            </div>
        </SubmitForm>
    );
}
