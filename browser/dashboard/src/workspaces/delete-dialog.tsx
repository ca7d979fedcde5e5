import { messageOf, type Workspace } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { Notice } from '../components/notice.js';
import { notify } from '../components/toasts.js';
import { useHub } from '../session/hub-context.js';
import { isUp } from './workspace-actions.js';

interface DeleteDialogProps {
    readonly workspace: Workspace;
    readonly onDeleted?: () => void;
    readonly onClose: () => void;
}

/** Asks before a workspace and its files go for good. */
export function DeleteDialog({ workspace, onDeleted, onClose }: DeleteDialogProps) {
    const { api, feed } = useHub();
    const [failure, setFailure] = useState<string>();
    const [pending, setPending] = useState(false);

    async function remove(): Promise<void> {
        setPending(true);
        setFailure(undefined);
        try {
            await api.deleteWorkspace(workspace.id);
            notify({ tone: 'info', text: `“${workspace.name}” is deleted.` });
            feed.removed(workspace.id);
            onClose();
            onDeleted?.();
        } catch (error) {
            setFailure(messageOf(error));
            setPending(false);
        }
    }

    return (
        <DialogFrame title={`Delete “${workspace.name}”?`} alert onClose={onClose}>
            <p>
                Its files, its terminals and whatever has not been pushed are gone for good.
                {isUp(workspace.status) && ' It is stopped first, and whoever is inside is put out.'}
            </p>
            {failure && <Notice tone="bad">{failure}</Notice>}
            <div className="dialog-actions">
                <Action autoFocus onPress={onClose}>
                    Cancel
                </Action>
                <Action tone="danger" busy={pending} onPress={() => void remove()}>
                    {pending ? 'Deleting…' : 'Delete now'}
                </Action>
            </div>
        </DialogFrame>
    );
}
