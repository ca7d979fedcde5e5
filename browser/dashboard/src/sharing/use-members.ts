import type { Member, WorkspaceId } from '@longtable/common';
import { useCallback, useEffect, useState } from 'react';
import { useHub, useLiveState } from '../session/hub-context.js';

const POLL_MILLISECONDS = 5_000;

/** The people with a right in a workspace, the owner first, and how to look again. */
export function useMembers(id: WorkspaceId): readonly [readonly Member[] | undefined, () => Promise<void>] {
    const { api } = useHub();
    const { workspaces, requests } = useLiveState();
    const [members, setMembers] = useState<readonly Member[]>();
    const present = workspaces?.find(workspace => workspace.id === id)?.present;
    const waiting = requests.get(id);

    const refresh = useCallback(async () => {
        // What is shown stays when asking fails: the next round asks again.
        const found = await api.members(id).catch(() => undefined);
        setMembers(before => found ?? before);
    }, [api, id]);

    useEffect(() => {
        void refresh();
        const timer = setInterval(() => void refresh(), POLL_MILLISECONDS);
        return () => clearInterval(timer);
        // Who came, left or was admitted may be a new member.
    }, [refresh, present, waiting]);

    return [members, refresh];
}
