import { messageOf, type SnapshotList, type WorkspaceId } from '@longtable/common';
import { useCallback, useEffect, useState } from 'react';
import { useHub } from '../session/hub-context.js';

const POLL_MILLISECONDS = 1500;

/** One's snapshots, all or those of a workspace, and how to look again. */
export interface SnapshotsState {
    readonly list: SnapshotList | undefined;
    readonly failure: string | undefined;
    readonly refresh: () => Promise<void>;
}

export function useSnapshots(workspaceId?: WorkspaceId): SnapshotsState {
    const { api } = useHub();
    const [list, setList] = useState<SnapshotList>();
    const [failure, setFailure] = useState<string>();

    const refresh = useCallback(async (): Promise<void> => {
        try {
            setList(await api.snapshots(workspaceId));
            setFailure(undefined);
        } catch (error) {
            setFailure(messageOf(error));
        }
    }, [api, workspaceId]);

    // While something is under way, or what it costs is still being counted.
    const unsettled = list?.snapshots.some(
        ({ status, uniqueBytes }) => status === 'taking' || (status === 'ready' && uniqueBytes === undefined)
    );
    useEffect(() => {
        void refresh();
        const timer = unsettled ? setInterval(() => void refresh(), POLL_MILLISECONDS) : undefined;
        return () => clearInterval(timer);
    }, [refresh, unsettled]);

    return { list, failure, refresh };
}
