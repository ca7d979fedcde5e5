import type { Snapshot } from '@longtable/common';
import { Download, Link2, Link2Off, Pencil, Trash2 } from 'lucide-react';
import { exportPath } from '../api/snapshots-api.js';
import { MoreMenu } from '../components/more-menu.js';
import type { SnapshotAction } from './snapshot-item.js';

interface SnapshotMenuProps {
    readonly snapshot: Snapshot;
    /** Id of the element that names the snapshot. */
    readonly nameId: string;
    readonly onAction: (action: SnapshotAction) => void;
}

/** What is done with a snapshot less often. */
export function SnapshotMenu({ snapshot, nameId, onAction }: SnapshotMenuProps) {
    return (
        <MoreMenu
            items={[
                { id: 'edit', text: 'Edit', Icon: Pencil },
                { id: 'download', text: 'Download', Icon: Download, download: exportPath(snapshot.id) },
                snapshot.revoked
                    ? { id: 'renew', text: 'Make a new link', Icon: Link2 }
                    : { id: 'revoke', text: 'Revoke link', Icon: Link2Off },
                { id: 'delete', text: 'Delete', Icon: Trash2, danger: true }
            ]}
            nameId={nameId}
            onAction={onAction}
        />
    );
}
