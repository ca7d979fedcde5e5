import { UpdateWorkspace, type Workspace } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { Field } from '../components/field.js';
import { problemsOf } from '../components/field-problems.js';
import { SubmitForm } from '../components/submit-form.js';
import { useAttempt } from '../components/use-attempt.js';
import { useHub } from '../session/hub-context.js';

interface RenameDialogProps {
    readonly workspace: Workspace;
    readonly onClose: () => void;
}

/** Asks for another name. The folder inside the workspace keeps its own. */
export function RenameDialog({ workspace, onClose }: RenameDialogProps) {
    const { api, feed } = useHub();
    const [name, setName] = useState(workspace.name);
    const [problem, setProblem] = useState<string>();
    const renaming = useAttempt(async (wanted: UpdateWorkspace) => {
        const renamed = await api.updateWorkspace(workspace.id, wanted);
        feed.changed(renamed ?? { ...workspace, name: wanted.name ?? name });
        onClose();
    });

    function submit(): void {
        const parsed = UpdateWorkspace.safeParse({ name });
        setProblem(parsed.success ? undefined : problemsOf(parsed.error)['name']);
        if (parsed.success) {
            void renaming.run(parsed.data);
        }
    }

    const wrong = problem ?? renaming.failure;
    return (
        <DialogFrame title={`Rename “${workspace.name}”`} onClose={onClose}>
            <SubmitForm problems={wrong} onSubmit={submit}>
                <Field label="Name" autoFocus autoComplete="off" value={name} onChange={setName} problem={wrong} />
                <div className="dialog-actions">
                    <Action onPress={onClose}>Cancel</Action>
                    <Action tone="primary" type="submit" busy={renaming.pending}>
                        Rename
                    </Action>
                </div>
            </SubmitForm>
        </DialogFrame>
    );
}
