import type { Installation, Me } from '@longtable/common';
import { createContext, use, useSyncExternalStore } from 'react';
import type { HubApi } from '../api/hub-api.js';
import type { LiveState } from '../live/live-state.js';
import type { WorkspaceFeed } from '../live/workspace-feed.js';

/** What every page behind sign-in works with. */
export interface Hub {
    readonly api: HubApi;
    readonly me: Me;
    readonly installation: Installation;
    readonly feed: WorkspaceFeed;
}

export const HubContext = createContext<Hub | undefined>(undefined);

export function useHub(): Hub {
    const hub = use(HubContext);
    if (!hub) {
        throw new Error('useHub is only for pages inside a session.');
    }
    return hub;
}

/** The workspaces and how fresh they are, as they change. */
export function useLiveState(): LiveState {
    const { feed } = useHub();
    return useSyncExternalStore(feed.subscribe, feed.snapshot);
}
