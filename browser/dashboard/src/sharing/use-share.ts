import { messageOf, type Share, type ShareWorkspace, type WorkspaceId } from '@longtable/common';
import { useCallback, useEffect, useState } from 'react';
import { useHub, useLiveState } from '../session/hub-context.js';

/** How a workspace is shared, and how to change that. The changes answer whether they worked. */
export interface ShareControl {
    /** Undefined until it is known; then without a share while the workspace is not shared. */
    readonly state: { readonly share?: Share } | undefined;
    readonly failure: string | undefined;
    readonly busy: boolean;
    readonly put: (wanted: ShareWorkspace) => Promise<boolean>;
    readonly stop: () => Promise<boolean>;
}

export function useShare(id: WorkspaceId): ShareControl {
    const { api } = useHub();
    const shared = useLiveState().workspaces?.find(workspace => workspace.id === id)?.shared;
    const [state, setState] = useState<{ readonly share?: Share }>();
    const [failure, setFailure] = useState<string>();
    const [busy, setBusy] = useState(false);

    useEffect(() => {
        // Also when it changes elsewhere: in the workspace, in another tab, or because its time is over.
        let current = true;
        api.share(id).then(
            share => current && setState(share ? { share } : {}),
            (error: unknown) => current && setFailure(messageOf(error))
        );
        return () => {
            current = false;
        };
    }, [api, id, shared]);

    const attempt = useCallback(async (act: () => Promise<Share | undefined>): Promise<boolean> => {
        setBusy(true);
        setFailure(undefined);
        try {
            const share = await act();
            setState(share ? { share } : {});
            return true;
        } catch (error) {
            setFailure(messageOf(error));
            return false;
        } finally {
            setBusy(false);
        }
    }, []);

    return {
        state,
        failure,
        busy,
        put: wanted => attempt(() => api.putShare(id, wanted)),
        stop: () =>
            attempt(async () => {
                await api.stopSharing(id);
                return undefined;
            })
    };
}
