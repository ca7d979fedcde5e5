import type { Snapshot } from '@longtable/common';
import { Download, Ellipsis, Link2, Link2Off, Pencil, Trash2 } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { exportPath } from '../api/snapshots-api.js';
import type { SnapshotAction } from './snapshot-item.js';

const items = {
    edit: { text: 'Edit', Icon: Pencil },
    download: { text: 'Download', Icon: Download },
    revoke: { text: 'Revoke link', Icon: Link2Off },
    renew: { text: 'Make a new link', Icon: Link2 },
    delete: { text: 'Delete', Icon: Trash2 }
} as const satisfies Partial<Record<SnapshotAction, unknown>>;

interface SnapshotMenuProps {
    readonly snapshot: Snapshot;
    /** Id of the element that names the snapshot. */
    readonly nameId: string;
    readonly onAction: (action: SnapshotAction) => void;
}

/** What is done with a snapshot less often. */
export function SnapshotMenu({ snapshot, nameId, onAction }: SnapshotMenuProps) {
    const offered = (['edit', 'download', snapshot.revoked ? 'renew' : 'revoke', 'delete'] as const).map(
        action => [action, items[action]] as const
    );
    return (
        <MenuTrigger>
            <Button className="icon-button" aria-label="More actions" aria-describedby={nameId}>
                <Ellipsis aria-hidden size={18} />
            </Button>
            <Popover className="popover" placement="bottom end">
                <Menu className="menu" onAction={key => onAction(key as SnapshotAction)}>
                    {offered.map(([action, { text, Icon }]) => (
                        <MenuItem
                            key={action}
                            id={action}
                            textValue={text}
                            className={action === 'delete' ? 'menu-item menu-item-danger' : 'menu-item'}
                            {...(action === 'download' ? { href: exportPath(snapshot.id), download: '' } : {})}
                        >
                            <Icon aria-hidden size={16} />
                            {text}
                        </MenuItem>
                    ))}
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
