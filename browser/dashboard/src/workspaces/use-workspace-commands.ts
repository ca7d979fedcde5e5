import { messageOf, type Workspace } from '@longtable/common';
import { useMemo } from 'react';
import { notify } from '../components/toasts.js';
import { useHub, type Hub } from '../session/hub-context.js';

/** Changes that need no question first. They never throw: a failure becomes a toast, and the answer says whether it worked. */
export interface WorkspaceCommands {
    start(workspace: Workspace): Promise<boolean>;
    stop(workspace: Workspace): Promise<boolean>;
    setPinned(workspace: Workspace, pinned: boolean): Promise<boolean>;
}

export function useWorkspaceCommands(): WorkspaceCommands {
    const hub = useHub();
    return useMemo(() => commandsOf(hub), [hub]);
}

function commandsOf({ api, feed }: Hub): WorkspaceCommands {
    async function attempt(
        what: string,
        assumed: Workspace,
        call: () => Promise<Workspace | undefined>
    ): Promise<boolean> {
        try {
            feed.changed((await call()) ?? assumed);
            return true;
        } catch (error) {
            notify({ tone: 'bad', text: `${what} ${messageOf(error)}` });
            void feed.refresh();
            return false;
        }
    }
    return {
        start: workspace =>
            attempt(
                `“${workspace.name}” was not started.`,
                { ...workspace, status: 'starting', statusReason: undefined, progress: undefined },
                () => api.startWorkspace(workspace.id)
            ),
        stop: workspace =>
            attempt(`“${workspace.name}” was not stopped.`, { ...workspace, status: 'stopping' }, () =>
                api.stopWorkspace(workspace.id)
            ),
        setPinned: (workspace, pinned) =>
            attempt(`“${workspace.name}” was not ${pinned ? 'pinned' : 'unpinned'}.`, { ...workspace, pinned }, () =>
                api.updateWorkspace(workspace.id, { pinned })
            )
    };
}
