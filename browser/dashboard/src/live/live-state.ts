import type { JoinRequest, Workspace, WorkspaceId } from '@longtable/common';

/** What the dashboard knows about workspaces and how fresh it is. */
export interface LiveState {
    /** Undefined until the first list has arrived. */
    readonly workspaces: readonly Workspace[] | undefined;
    /** Who waits to be let into workspaces of one's own; none is listed with nobody. */
    readonly requests: ReadonlyMap<WorkspaceId, readonly JoinRequest[]>;
    readonly connection: 'connecting' | 'live' | 'lost';
    /** Why the first list could not be loaded: a sentence for people. */
    readonly failure: string | undefined;
}

export type LiveChange =
    | { readonly type: 'connected' }
    | { readonly type: 'disconnected' }
    /** The whole list, from the live connection. */
    | { readonly type: 'listed'; readonly workspaces: readonly Workspace[] }
    /** The whole list, from the API: may be older than what the live connection has said meanwhile. */
    | { readonly type: 'fetched'; readonly workspaces: readonly Workspace[] }
    | { readonly type: 'fetch-failed'; readonly message: string }
    | { readonly type: 'changed'; readonly workspace: Workspace }
    | { readonly type: 'removed'; readonly id: WorkspaceId }
    /** Everybody who waits for one workspace. */
    | { readonly type: 'requested'; readonly id: WorkspaceId; readonly requests: readonly JoinRequest[] };

export const initialLiveState: LiveState = {
    workspaces: undefined,
    requests: new Map(),
    connection: 'connecting',
    failure: undefined
};

/** The state after a change; the same object when nothing is different. */
export function reduceLiveState(state: LiveState, change: LiveChange): LiveState {
    switch (change.type) {
        case 'connected':
            return { ...state, connection: 'live' };
        case 'disconnected':
            return state.connection === 'lost' ? state : { ...state, connection: 'lost' };
        case 'listed':
            // Whoever still waits is told right after the list.
            return { workspaces: change.workspaces, requests: new Map(), connection: 'live', failure: undefined };
        case 'fetched':
            return state.connection === 'live' && state.workspaces
                ? state
                : { ...state, workspaces: change.workspaces, failure: undefined };
        case 'fetch-failed':
            return state.workspaces ? state : { ...state, failure: change.message };
        case 'changed':
            // Before the first list one workspace would look like all there are.
            return state.workspaces
                ? { ...state, workspaces: withWorkspace(state.workspaces, change.workspace) }
                : state;
        case 'removed':
            return {
                ...state,
                workspaces: state.workspaces?.filter(workspace => workspace.id !== change.id),
                requests: withRequests(state.requests, change.id, [])
            };
        case 'requested':
            return { ...state, requests: withRequests(state.requests, change.id, change.requests) };
    }
}

function withWorkspace(workspaces: readonly Workspace[], changed: Workspace): readonly Workspace[] {
    const known = workspaces.some(workspace => workspace.id === changed.id);
    return known
        ? workspaces.map(workspace => (workspace.id === changed.id ? changed : workspace))
        : [...workspaces, changed];
}

function withRequests(
    all: LiveState['requests'],
    id: WorkspaceId,
    requests: readonly JoinRequest[]
): LiveState['requests'] {
    if (requests.length === 0 && !all.has(id)) {
        return all;
    }
    const next = new Map(all);
    if (requests.length === 0) {
        next.delete(id);
    } else {
        next.set(id, requests);
    }
    return next;
}
