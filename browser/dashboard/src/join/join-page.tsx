import type { WorkspaceId } from '@longtable/common';
import { useEffect } from 'react';
import { Action } from '../components/action.js';
import { Notice } from '../components/notice.js';
import { Link } from '../routing/link.js';
import { navigate } from '../routing/navigation.js';
import { enterPath, progressPath } from '../routing/route.js';
import { useHub } from '../session/hub-context.js';
import { mayEnter } from '../workspaces/enter-once.js';
import { JoinCard } from './join-card.js';
import { useJoining } from './use-joining.js';

/** Where a share link leads: into the workspace, to the waiting room, or to the reason why neither. */
export function JoinPage({ token }: { token: string }) {
    const [joining, ask] = useJoining(token);
    const joined = joining.state === 'joined' ? joining.workspaceId : undefined;
    useEnter(joined);

    switch (joining.state) {
        case 'asking':
            return <JoinCard title="Joining the workspace" busy />;
        case 'joined':
            return <JoinCard title={`Entering ${joining.name}`} busy />;
        case 'waiting':
            return (
                <JoinCard title={`Waiting to enter ${joining.name}`} busy>
                    <p role="status">
                        {joining.owner} has been asked to let you in. Keep this page open: it goes on by itself.
                    </p>
                    <BackToWorkspaces />
                </JoinCard>
            );
        case 'refused':
        case 'over':
            return (
                <JoinCard title="You cannot enter here">
                    <p role="alert">{joining.message}</p>
                    <BackToWorkspaces />
                </JoinCard>
            );
        case 'unknown':
            return (
                <JoinCard title="Joining the workspace">
                    <Notice tone="bad">{joining.message}</Notice>
                    <div className="progress-actions">
                        <Action tone="primary" onPress={ask}>
                            Try again
                        </Action>
                        <BackToWorkspaces />
                    </div>
                </JoinCard>
            );
    }
}

/** Goes into the workspace when it runs, else to the page that says what has to happen first. */
function useEnter(id: WorkspaceId | undefined): void {
    const { api, feed } = useHub();
    useEffect(() => {
        if (!id) {
            return;
        }
        api.workspace(id).then(
            workspace => {
                feed.changed(workspace);
                if (workspace.status === 'running' && mayEnter(id, sessionStorage, Date.now())) {
                    // Back from the IDE then leads to where the link was, not here and forward again.
                    location.replace(enterPath(id));
                } else {
                    navigate(progressPath(id), { replace: true });
                }
            },
            // That page says why.
            () => navigate(progressPath(id), { replace: true })
        );
    }, [api, feed, id]);
}

function BackToWorkspaces() {
    return (
        <Link href="/" className="action action-plain">
            Go to my workspaces
        </Link>
    );
}
