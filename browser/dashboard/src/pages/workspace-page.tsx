import { messageOf, type Workspace, type WorkspaceId } from '@longtable/common';
import { useEffect, useRef, useState } from 'react';
import { notify } from '../components/toasts.js';
import { navigate, usePage } from '../routing/navigation.js';
import { useHub, useLiveState } from '../session/hub-context.js';
import { EmptyState } from '../workspaces/empty-state.js';
import { WorkspaceProgress } from '../workspaces/workspace-progress.js';
import { Link } from '../routing/link.js';
import '../workspaces/workspaces.css';

/** How one workspace comes up, until it runs; or why it does not. */
export function WorkspacePage({ id }: { id: WorkspaceId }) {
    const { api, feed } = useHub();
    const { workspaces } = useLiveState();
    const [failure, setFailure] = useState<string>();
    const workspace = workspaces?.find(candidate => candidate.id === id);
    const missing = workspaces !== undefined && !workspace;

    const last = useRef<Workspace>(undefined);

    useEffect(() => {
        last.current = workspace ?? last.current;
        if (missing && last.current?.capabilities.includes('manage')) {
            notify({ tone: 'info', text: `“${last.current.name}” is deleted.` });
            navigate('/', { replace: true });
        } else if (missing) {
            // For a guest, the answer says who ended the right to be here.
            api.workspace(id).then(
                found => feed.changed(found),
                (error: unknown) => setFailure(messageOf(error))
            );
        }
    }, [api, feed, id, missing, workspace]);

    if (workspace) {
        return <WorkspaceProgress workspace={workspace} />;
    }
    return failure ? <Missing failure={failure} /> : undefined;
}

function Missing({ failure }: { failure: string }) {
    const heading = usePage('No such workspace');
    return (
        <>
            <h1 className="visually-hidden" ref={heading} tabIndex={-1}>
                No such workspace
            </h1>
            <EmptyState title="This seat is empty">
                <p role="alert">{failure}</p>
                <Link href="/" className="action action-plain">
                    Back to the workspaces
                </Link>
            </EmptyState>
        </>
    );
}
