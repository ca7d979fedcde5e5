import type { User } from '@longtable/common';
import { ConfirmDialog } from '../components/confirm-dialog.js';

interface DisableDialogProps {
    readonly user: User;
    readonly act: () => Promise<void>;
    readonly onClose: () => void;
}

/** Asks before somebody is shut out of this installation. */
export function DisableDialog({ user, act, onClose }: DisableDialogProps) {
    return (
        <ConfirmDialog title={`Disable the account of ${user.name}?`} confirm="Disable" act={act} onClose={onClose}>
            They are signed out everywhere, and everything they have open is closed within seconds. Their workspaces and
            files are kept; others who share them go on. You can enable the account again at any time.
        </ConfirmDialog>
    );
}
