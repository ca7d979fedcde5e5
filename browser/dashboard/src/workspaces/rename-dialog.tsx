import { messageOf, UpdateWorkspace, type Workspace } from '@longtable/common';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Action } from '../components/action.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { Field } from '../components/field.js';
import { problemsOf } from '../components/field-problems.js';
import { useFocusOnProblem } from '../components/use-focus-on-problem.js';
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
    const [pending, setPending] = useState(false);

    const form = useFocusOnProblem(problem);

    async function submit(): Promise<void> {
        const parsed = UpdateWorkspace.safeParse({ name });
        if (!parsed.success) {
            setProblem(problemsOf(parsed.error)['name']);
            return;
        }
        setPending(true);
        try {
            feed.changed(
                (await api.updateWorkspace(workspace.id, parsed.data)) ?? {
                    ...workspace,
                    name: parsed.data.name ?? name
                }
            );
            onClose();
        } catch (error) {
            setProblem(messageOf(error));
            setPending(false);
        }
    }

    return (
        <DialogFrame title={`Rename “${workspace.name}”`} onClose={onClose}>
            <Form
                ref={form}
                className="form"
                validationBehavior="aria"
                onSubmit={event => {
                    event.preventDefault();
                    void submit();
                }}
            >
                <Field label="Name" autoFocus autoComplete="off" value={name} onChange={setName} problem={problem} />
                <div className="dialog-actions">
                    <Action onPress={onClose}>Cancel</Action>
                    <Action tone="primary" type="submit" busy={pending}>
                        Rename
                    </Action>
                </div>
            </Form>
        </DialogFrame>
    );
}
