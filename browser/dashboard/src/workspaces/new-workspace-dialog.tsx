import { CreateWorkspace, type Workspace } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { Field } from '../components/field.js';
import { problemsOf } from '../components/field-problems.js';
import { Notice } from '../components/notice.js';
import { SubmitForm } from '../components/submit-form.js';
import { useHub } from '../session/hub-context.js';
import { creationFailure, type CreationFailure } from './creation-failure.js';

interface NewWorkspaceDialogProps {
    /** What a first attempt asked for and why it failed. */
    readonly failed?: { readonly wanted: CreateWorkspace; readonly error: unknown } | undefined;
    readonly onCreated: (workspace: Workspace) => void;
    readonly onClose: () => void;
}

/** Asks for a repository and creates a workspace from it. */
export function NewWorkspaceDialog({ failed, onCreated, onClose }: NewWorkspaceDialogProps) {
    const { api, feed } = useHub();
    const [repository, setRepository] = useState(failed?.wanted.repository ?? '');
    const [ref, setRef] = useState(failed?.wanted.ref ?? '');
    const [name, setName] = useState(failed?.wanted.name ?? '');
    const [failure, setFailure] = useState<CreationFailure>(failed ? creationFailure(failed.error) : {});
    const [pending, setPending] = useState<'repository' | 'empty'>();

    async function create(wanted: Record<keyof CreateWorkspace, string | undefined>, kind: 'repository' | 'empty') {
        const parsed = CreateWorkspace.safeParse(wanted);
        if (!parsed.success) {
            setFailure({ fields: problemsOf(parsed.error) });
            return;
        }
        setFailure({});
        setPending(kind);
        try {
            const workspace = await api.createWorkspace(parsed.data);
            feed.changed(workspace);
            onCreated(workspace);
        } catch (error) {
            setFailure(creationFailure(error));
            setPending(undefined);
        }
    }

    function submit(): void {
        if (repository.trim() === '') {
            setFailure({ fields: { repository: 'Enter the address of a Git repository.' } });
            return;
        }
        const wanted = { repository: repository.trim(), ref: ref.trim() || undefined, name: name.trim() || undefined };
        void create(wanted, 'repository');
    }

    const fields = failure.fields ?? {};
    return (
        <DialogFrame title="New workspace" onClose={onClose}>
            <SubmitForm problems={failure} onSubmit={submit}>
                <Field
                    label="Repository URL"
                    inputMode="url"
                    placeholder="https://github.com/team/project"
                    hint="Anything git can clone over https. The address of a branch’s page works too."
                    autoFocus
                    autoComplete="off"
                    value={repository}
                    onChange={setRepository}
                    problem={fields['repository']}
                />
                <div className="form-pair">
                    <Field
                        label="Branch, tag or commit"
                        placeholder="default branch"
                        optional
                        autoComplete="off"
                        value={ref}
                        onChange={setRef}
                        problem={fields['ref']}
                    />
                    <Field
                        label="Name"
                        placeholder="from the repository"
                        optional
                        autoComplete="off"
                        value={name}
                        onChange={setName}
                        problem={fields['name']}
                    />
                </div>
                {failure.sentence && <Notice tone="bad">{failure.sentence}</Notice>}
                <div className="dialog-actions">
                    <span className="dialog-aside">
                        <Action
                            tone="quiet"
                            busy={pending === 'empty'}
                            isDisabled={pending === 'repository'}
                            onPress={() =>
                                void create(
                                    { repository: undefined, ref: undefined, name: name.trim() || undefined },
                                    'empty'
                                )
                            }
                        >
                            Start with an empty folder
                        </Action>
                    </span>
                    <Action onPress={onClose}>Cancel</Action>
                    <Action
                        tone="primary"
                        type="submit"
                        busy={pending === 'repository'}
                        isDisabled={pending === 'empty'}
                    >
                        {pending === 'repository' ? 'Creating…' : 'Create workspace'}
                    </Action>
                </div>
            </SubmitForm>
        </DialogFrame>
    );
}
