import { messageOf, type Snapshot, type TakeSnapshot, type WorkspaceId } from '@longtable/common';
import { useCallback, useEffect, useState } from 'react';
import { useHub } from '../session/hub-context.js';

const POLL_MILLISECONDS = 400;

/** A snapshot on its way, from the wish to the link. */
export interface TakingControl {
    /** Undefined before it has begun, and after it was cancelled. */
    readonly snapshot: Snapshot | undefined;
    readonly failure: string | undefined;
    readonly busy: boolean;
    readonly take: (wish: TakeSnapshot) => Promise<void>;
    readonly cancel: () => Promise<void>;
}

export function useTaking(workspaceId: WorkspaceId): TakingControl {
    const { api } = useHub();
    const [snapshot, setSnapshot] = useState<Snapshot>();
    const [failure, setFailure] = useState<string>();
    const [busy, setBusy] = useState(false);
    const id = snapshot?.status === 'taking' ? snapshot.id : undefined;

    useEffect(() => {
        if (id === undefined) {
            return undefined;
        }
        let current = true;
        let timer: ReturnType<typeof setTimeout>;
        const look = (): void => {
            timer = setTimeout(() => {
                api.snapshot(id).then(
                    found => {
                        if (!current) {
                            return;
                        }
                        if (found.status === 'failed') {
                            setSnapshot(undefined);
                            setFailure(found.statusReason ?? 'The snapshot was not taken.');
                            // It has been seen.
                            api.deleteSnapshot(id).catch(() => undefined);
                        } else {
                            setSnapshot(found);
                            look();
                        }
                    },
                    (error: unknown) => {
                        if (current) {
                            setSnapshot(undefined);
                            setFailure(messageOf(error));
                        }
                    }
                );
            }, POLL_MILLISECONDS);
        };
        look();
        return () => {
            current = false;
            clearTimeout(timer);
        };
    }, [api, id]);

    const attempt = useCallback(async (act: () => Promise<Snapshot | undefined>): Promise<void> => {
        setBusy(true);
        setFailure(undefined);
        try {
            setSnapshot(await act());
        } catch (error) {
            setFailure(messageOf(error));
        } finally {
            setBusy(false);
        }
    }, []);

    return {
        snapshot,
        failure,
        busy,
        take: wish => attempt(() => api.takeSnapshot(workspaceId, wish)),
        cancel: () =>
            attempt(async () => {
                if (id !== undefined) {
                    await api.deleteSnapshot(id);
                }
                return undefined;
            })
    };
}
