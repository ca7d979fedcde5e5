import type { Snapshot } from '@longtable/common';
import { useState } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.js';
import { notify } from '../components/toasts.js';
import { useHub } from '../session/hub-context.js';
import { EditSnapshotDialog } from './edit-snapshot-dialog.js';
import { SnapshotItem, type SnapshotAction } from './snapshot-item.js';
import { useOpenSnapshot } from './use-open-snapshot.js';
import './snapshots.css';

interface SnapshotListProps {
    readonly label: string;
    readonly snapshots: readonly Snapshot[];
    readonly onChanged: () => Promise<void>;
}

/** Snapshots with what can be done with each. */
export function SnapshotList({ label, snapshots, onChanged }: SnapshotListProps) {
    const { api } = useHub();
    const [dialog, setDialog] = useState<{
        readonly type: 'edit' | 'revoke' | 'delete';
        readonly snapshot: Snapshot;
    }>();
    const open = useOpenSnapshot();

    async function renew({ id, name }: Snapshot): Promise<void> {
        try {
            await api.changeSnapshot(id, { revoked: false });
            notify({ tone: 'info', text: `“${name}” has a new link.` });
        } catch (error) {
            notify({ tone: 'bad', text: String(error) });
        }
        await onChanged();
    }

    function act(action: SnapshotAction, snapshot: Snapshot): void {
        switch (action) {
            case 'open':
                void open({ id: snapshot.id });
                break;
            case 'renew':
                void renew(snapshot);
                break;
            case 'edit':
            case 'revoke':
            case 'delete':
                setDialog({ type: action, snapshot });
                break;
            case 'download':
                // The menu item is a link.
                break;
        }
    }

    const close = (): void => setDialog(undefined);
    return (
        <>
            <ul className="snapshots" aria-label={label}>
                {snapshots.map(snapshot => (
                    <SnapshotItem
                        key={snapshot.id}
                        snapshot={snapshot}
                        onAction={action => act(action, snapshot)}
                        onCancelled={onChanged}
                    />
                ))}
            </ul>
            {dialog?.type === 'edit' && (
                <EditSnapshotDialog snapshot={dialog.snapshot} onChanged={onChanged} onClose={close} />
            )}
            {dialog?.type === 'revoke' && (
                <ConfirmDialog
                    title={`Revoke the link of “${dialog.snapshot.name}”?`}
                    confirm="Revoke now"
                    act={async () => {
                        await api.changeSnapshot(dialog.snapshot.id, { revoked: true });
                        await onChanged();
                    }}
                    onClose={close}
                >
                    Nobody can open it by that link any more, ever. Workspaces that were made of it stay. You keep the
                    snapshot, and can make a new link.
                </ConfirmDialog>
            )}
            {dialog?.type === 'delete' && (
                <ConfirmDialog
                    title={`Delete “${dialog.snapshot.name}”?`}
                    confirm="Delete now"
                    act={async () => {
                        await api.deleteSnapshot(dialog.snapshot.id);
                        await onChanged();
                    }}
                    onClose={close}
                >
                    Its link leads nowhere then. Workspaces that were made of it, and the one it was taken of, stay.
                </ConfirmDialog>
            )}
        </>
    );
}
