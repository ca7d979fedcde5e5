import type { Workspace } from '@longtable/common';
import {
    Camera,
    Download,
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
import { downloadPath } from '../api/hub-api.js';
import { MoreMenu } from '../components/more-menu.js';
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
    const offered = actionsFor(workspace).map(action => ({
        id: action,
        ...items[action],
        ...(action === 'download' ? { download: downloadPath(workspace.id) } : {}),
        danger: action === 'delete'
    }));
    return <MoreMenu items={offered} nameId={nameId} onAction={onAction} />;
}
