import type { Workspace } from '@longtable/common';
import { ConfirmDialog } from '../components/confirm-dialog.js';
import { notify } from '../components/toasts.js';
import { useHub } from '../session/hub-context.js';

interface LeaveDialogProps {
    readonly workspace: Workspace;
    readonly onLeft: () => void;
    readonly onClose: () => void;
}

/** Asks before somebody gives up their right in a workspace of somebody else. */
export function LeaveDialog({ workspace, onLeft, onClose }: LeaveDialogProps) {
    const { api, feed } = useHub();
    return (
        <ConfirmDialog
            title={`Leave “${workspace.name}”?`}
            confirm="Leave"
            act={async () => {
                await api.leave(workspace.id);
                notify({ tone: 'info', text: `You have left “${workspace.name}”.` });
                feed.removed(workspace.id);
                onLeft();
            }}
            onClose={onClose}
        >
            It goes from this list, and what you have open of it is closed. What you typed there stays for the others.
            To come back you need a link from {workspace.owner.name}.
        </ConfirmDialog>
    );
}
