import { type CreateWorkspace, type Workspace, type WorkspaceId } from '@longtable/common';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Action } from '../components/action.js';
import { Notice } from '../components/notice.js';
import { navigate, usePage } from '../routing/navigation.js';
import { useRequestedRepository } from '../routing/requested-repository.js';
import { auditPath, progressPath } from '../routing/route.js';
import { useHub, useLiveState } from '../session/hub-context.js';
import { ShareDialog } from '../sharing/share-dialog.js';
import { ManageSnapshotsDialog } from '../snapshots/manage-snapshots-dialog.js';
import { TakeSnapshotDialog } from '../snapshots/take-snapshot-dialog.js';
import { DeleteDialog } from '../workspaces/delete-dialog.js';
import { LeaveDialog } from '../workspaces/leave-dialog.js';
import { NewWorkspaceDialog } from '../workspaces/new-workspace-dialog.js';
import { RenameDialog } from '../workspaces/rename-dialog.js';
import { StartingFromLink } from '../workspaces/starting-from-link.js';
import { useWorkspaceCommands } from '../workspaces/use-workspace-commands.js';
import { openPath, type WorkspaceAction } from '../workspaces/workspace-actions.js';
import { WorkspaceLists } from '../workspaces/workspace-lists.js';
import '../workspaces/workspaces.css';

type OpenDialog =
    | { readonly type: 'new'; readonly failed?: { readonly wanted: CreateWorkspace; readonly error: unknown } }
    | {
          readonly type: 'share' | 'rename' | 'snapshot' | 'snapshots' | 'leave' | 'delete';
          readonly workspace: Workspace;
      };

interface WorkspacesPageProps {
    /** The workspace whose snapshots lie open when one comes. */
    readonly snapshotsOf: WorkspaceId | undefined;
}

/** The front page: everything one may open. */
export function WorkspacesPage({ snapshotsOf }: WorkspacesPageProps) {
    const heading = usePage('Workspaces');
    const { api, feed } = useHub();
    const { workspaces, failure } = useLiveState();
    const commands = useWorkspaceCommands();
    const [dialog, setDialog] = useState<OpenDialog>();
    const [requested, setRequested] = useState<string>();
    const [deletions, setDeletions] = useState(0);

    useEffect(() => {
        // The row that had the focus is gone.
        if (deletions > 0) {
            heading.current?.focus();
        }
    }, [deletions, heading]);

    useRequestedRepository(repository => {
        setDialog(undefined);
        setRequested(repository);
        api.createWorkspace({ repository }).then(
            workspace => {
                feed.changed(workspace);
                navigate(progressPath(workspace.id));
            },
            (error: unknown) => {
                setRequested(undefined);
                setDialog({ type: 'new', failed: { wanted: { repository }, error } });
            }
        );
    });

    function act(action: WorkspaceAction, workspace: Workspace): void {
        switch (action) {
            case 'open':
                open(workspace);
                break;
            case 'start':
                void commands.start(workspace);
                break;
            case 'stop':
                void commands.stop(workspace);
                break;
            case 'pin':
            case 'unpin':
                void commands.setPinned(workspace, action === 'pin');
                break;
            case 'activity':
                navigate(auditPath(workspace.id));
                break;
            case 'share':
            case 'rename':
            case 'snapshot':
            case 'snapshots':
            case 'leave':
            case 'delete':
                setDialog({ type: action, workspace });
                break;
            case 'download':
                // The menu item is a link.
                break;
        }
    }

    const close = (): void => setDialog(undefined);
    const asked = workspaces?.find(({ id }) => id === snapshotsOf);
    if (requested) {
        return <StartingFromLink repository={requested} />;
    }
    return (
        <>
            <div className="page-head">
                <h1 ref={heading} tabIndex={-1}>
                    Workspaces
                </h1>
                <Action tone="primary" onPress={() => setDialog({ type: 'new' })}>
                    <Plus aria-hidden size={18} />
                    New workspace
                </Action>
            </div>
            {workspaces && <WorkspaceLists workspaces={workspaces} onAction={act} />}
            {!workspaces && failure && <Notice tone="bad">{failure}</Notice>}
            {dialog?.type === 'new' && (
                <NewWorkspaceDialog
                    failed={dialog.failed}
                    onClose={close}
                    onCreated={workspace => navigate(progressPath(workspace.id))}
                />
            )}
            {dialog?.type === 'share' && (
                <ShareDialog
                    workspace={workspaces?.find(({ id }) => id === dialog.workspace.id) ?? dialog.workspace}
                    onClose={close}
                />
            )}
            {dialog?.type === 'snapshot' && <TakeSnapshotDialog workspace={dialog.workspace} onClose={close} />}
            {dialog?.type === 'snapshots' && <ManageSnapshotsDialog workspace={dialog.workspace} onClose={close} />}
            {asked && <ManageSnapshotsDialog workspace={asked} onClose={() => navigate('/')} />}
            {dialog?.type === 'rename' && <RenameDialog workspace={dialog.workspace} onClose={close} />}
            {dialog?.type === 'leave' && (
                <LeaveDialog workspace={dialog.workspace} onClose={close} onLeft={() => setDeletions(deletions + 1)} />
            )}
            {dialog?.type === 'delete' && (
                <DeleteDialog
                    workspace={dialog.workspace}
                    onClose={close}
                    onDeleted={() => setDeletions(deletions + 1)}
                />
            )}
        </>
    );
}

function open(workspace: Workspace): void {
    const path = openPath(workspace);
    if (workspace.status === 'running') {
        location.assign(path);
    } else {
        navigate(path);
    }
}
