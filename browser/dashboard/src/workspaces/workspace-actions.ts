import type { Workspace } from '@longtable/common';
import { enterPath, progressPath } from '../routing/route.js';

/** What can be done with a workspace from the list. */
export type WorkspaceAction =
    | 'open'
    | 'start'
    | 'stop'
    | 'share'
    | 'rename'
    | 'pin'
    | 'unpin'
    | 'download'
    | 'snapshot'
    | 'snapshots'
    | 'activity'
    | 'leave'
    | 'delete';

/** The actions that make sense for a workspace now and that the person may take, in the order of the menu. */
export function actionsFor(workspace: Pick<Workspace, 'status' | 'capabilities' | 'pinned'>): WorkspaceAction[] {
    const { status, capabilities, pinned } = workspace;
    const manage = capabilities.includes('manage');
    const offered: Record<WorkspaceAction, boolean> = {
        open: capabilities.includes('read') && status !== 'stopping',
        start: manage && (status === 'stopped' || status === 'failed'),
        stop: manage && isUp(status),
        share: manage && status !== 'stopping',
        rename: manage,
        pin: manage && !pinned,
        unpin: manage && pinned,
        download: manage && status !== 'creating',
        snapshot: capabilities.includes('snapshot') && (isUp(status) ? status !== 'creating' : status === 'stopped'),
        snapshots: capabilities.includes('snapshot'),
        activity: manage,
        leave: capabilities.includes('read') && !manage,
        delete: manage
    };
    return (Object.keys(offered) as WorkspaceAction[]).filter(action => offered[action]);
}

/** Where opening a workspace leads: into its IDE when it runs, else to the page that shows how it comes up. */
export function openPath(workspace: Pick<Workspace, 'id' | 'status'>): string {
    return workspace.status === 'running' ? enterPath(workspace.id) : progressPath(workspace.id);
}

/** Whether a workspace uses the machine or is about to. */
export function isUp(status: Workspace['status']): boolean {
    return status === 'creating' || status === 'starting' || status === 'running';
}
