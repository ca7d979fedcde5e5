import type { Workspace } from '@longtable/common';
import { ConfirmDialog } from '../components/confirm-dialog.js';
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

    async function remove(): Promise<void> {
        await api.deleteWorkspace(workspace.id);
        notify({ tone: 'info', text: `“${workspace.name}” is deleted.` });
        feed.removed(workspace.id);
        onDeleted?.();
    }

    return (
        <ConfirmDialog
            title={`Delete “${workspace.name}”?`}
            confirm="Delete now"
            confirming="Deleting…"
            act={remove}
            onClose={onClose}
        >
            Its files, its terminals and whatever has not been pushed are gone for good.
            {isUp(workspace.status) && ' It is stopped first, and whoever is inside is put out.'}
        </ConfirmDialog>
    );
}
