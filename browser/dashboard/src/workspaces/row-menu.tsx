import type { Workspace } from '@longtable/common';
import {
    Camera,
    Download,
    Ellipsis,
    ExternalLink,
    History,
    Images,
    LogOut,
    Pencil,
    Pin,
    PinOff,
    Play,
    Square,
    Trash2,
    UserPlus
} from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { downloadPath } from '../api/hub-api.js';
import { actionsFor, type WorkspaceAction } from './workspace-actions.js';

const items = {
    open: { text: 'Open', Icon: ExternalLink },
    start: { text: 'Start', Icon: Play },
    stop: { text: 'Stop', Icon: Square },
    share: { text: 'Share', Icon: UserPlus },
    rename: { text: 'Rename', Icon: Pencil },
    pin: { text: 'Pin', Icon: Pin },
    unpin: { text: 'Unpin', Icon: PinOff },
    download: { text: 'Download', Icon: Download },
    snapshot: { text: 'Take snapshot', Icon: Camera },
    snapshots: { text: 'Manage snapshots', Icon: Images },
    activity: { text: 'Activity', Icon: History },
    leave: { text: 'Leave', Icon: LogOut },
    delete: { text: 'Delete', Icon: Trash2 }
} as const satisfies Record<WorkspaceAction, unknown>;

interface RowMenuProps {
    readonly workspace: Workspace;
    /** Id of the element that names the workspace. */
    readonly nameId: string;
    readonly onAction: (action: WorkspaceAction) => void;
}

/** The actions of one row. */
export function RowMenu({ workspace, nameId, onAction }: RowMenuProps) {
    return (
        <MenuTrigger>
            <Button className="icon-button" aria-label="More actions" aria-describedby={nameId}>
                <Ellipsis aria-hidden size={18} />
            </Button>
            <Popover className="popover" placement="bottom end">
                <Menu className="menu" onAction={key => onAction(key as WorkspaceAction)}>
                    {actionsFor(workspace).map(action => {
                        const { text, Icon } = items[action];
                        return (
                            <MenuItem
                                key={action}
                                id={action}
                                textValue={text}
                                className={action === 'delete' ? 'menu-item menu-item-danger' : 'menu-item'}
                                {...(action === 'download' ? { href: downloadPath(workspace.id), download: '' } : {})}
                            >
                                <Icon aria-hidden size={16} />
                                {text}
                            </MenuItem>
                        );
                    })}
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
