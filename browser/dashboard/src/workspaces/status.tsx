import type { Workspace, WorkspaceStatus } from '@longtable/common';

export const statusText: Readonly<Record<WorkspaceStatus, string>> = {
    creating: 'Creating',
    starting: 'Starting',
    running: 'Running',
    stopping: 'Stopping',
    stopped: 'Stopped',
    failed: 'Failed'
};

/** A dot and a word, and the reason where there is one. */
export function Status({ workspace }: { workspace: Pick<Workspace, 'status' | 'statusReason'> }) {
    return (
        <>
            <span className={`status status-${workspace.status}`}>
                <span className="status-dot" aria-hidden />
                {statusText[workspace.status]}
            </span>
            {workspace.statusReason && (
                <span className="status-reason" title={workspace.statusReason}>
                    {workspace.statusReason}
                </span>
            )}
        </>
    );
}
