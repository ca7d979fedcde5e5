import {
    JoinRequest,
    JoinState,
    messageOf,
    Workspace,
    WorkspaceId,
    WorkspaceList,
    type JoinRequest as JoinRequestValue,
    type JoinState as JoinStateValue,
    type LiveEvents,
    type Workspace as WorkspaceValue
} from '@longtable/common';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { HubApi } from '../api/hub-api.js';
import { initialLiveState, reduceLiveState, type LiveChange, type LiveState } from './live-state.js';

const POLL_MILLISECONDS = 5_000;
const RequestsOfOne = z.object({ id: WorkspaceId, requests: z.array(JoinRequest) });

/** Keeps the list of workspaces current: over socket.io while that is connected, by asking the API while it is not. */
export class WorkspaceFeed {
    private state = initialLiveState;
    private readonly listeners = new Set<() => void>();
    private readonly decisionListeners = new Set<(state: JoinStateValue) => void>();
    private readonly socket: Socket<LiveEvents>;
    private readonly poll: ReturnType<typeof setInterval>;

    constructor(private readonly api: Pick<HubApi, 'workspaces' | 'me' | 'requests'>) {
        this.socket = io({ transports: ['websocket', 'polling'], tryAllTransports: true, reconnectionDelayMax: 5_000 });
        this.socket.on('connect', () => this.apply({ type: 'connected' }));
        this.socket.on('disconnect', reason => this.onLost(reason === 'io server disconnect'));
        this.socket.on('connect_error', () => this.onLost(!this.socket.active));
        this.socket.on('workspaces', list => {
            const parsed = WorkspaceList.safeParse(list);
            this.applyOrRefresh(parsed.success && { type: 'listed', workspaces: parsed.data.workspaces });
        });
        this.socket.on('workspace', workspace => {
            const parsed = Workspace.safeParse(workspace);
            this.applyOrRefresh(parsed.success && { type: 'changed', workspace: parsed.data });
        });
        this.socket.on('workspaceRemoved', id => {
            const parsed = WorkspaceId.safeParse(id);
            this.applyOrRefresh(parsed.success && { type: 'removed', id: parsed.data });
        });
        this.socket.on('requests', (id, requests) => {
            const parsed = RequestsOfOne.safeParse({ id, requests });
            this.applyOrRefresh(parsed.success && { type: 'requested', ...parsed.data });
        });
        this.socket.on('joinDecided', state => {
            const parsed = JoinState.safeParse(state);
            if (parsed.success) {
                this.decisionListeners.forEach(listener => listener(parsed.data));
            }
        });
        this.poll = setInterval(() => {
            if (this.state.connection !== 'live') {
                void this.refresh();
            }
        }, POLL_MILLISECONDS);
        void this.refresh();
    }

    readonly subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    readonly snapshot = (): LiveState => this.state;

    /** Takes over what an API call answered, so that the page need not wait for the event. */
    changed(workspace: WorkspaceValue | undefined): void {
        if (workspace) {
            this.apply({ type: 'changed', workspace });
        }
    }

    removed(id: WorkspaceId): void {
        this.apply({ type: 'removed', id });
    }

    /** Takes over who waits for one workspace, as the API said. */
    requested(id: WorkspaceId, requests: readonly JoinRequestValue[]): void {
        this.apply({ type: 'requested', id, requests });
    }

    /** Calls the listener when a request of the person's own was decided; the answer ends that. */
    onJoinDecided(listener: (state: JoinStateValue) => void): () => void {
        this.decisionListeners.add(listener);
        return () => this.decisionListeners.delete(listener);
    }

    /** Asks the API for the list and for who waits; a failure to get the list ends up in the state. */
    async refresh(): Promise<void> {
        try {
            const workspaces = await this.api.workspaces();
            this.apply({ type: 'fetched', workspaces });
            await this.refreshRequests(workspaces);
        } catch (error) {
            this.apply({ type: 'fetch-failed', message: messageOf(error) });
        }
    }

    dispose(): void {
        clearInterval(this.poll);
        this.socket.disconnect();
        this.listeners.clear();
        this.decisionListeners.clear();
    }

    private async refreshRequests(workspaces: readonly WorkspaceValue[]): Promise<void> {
        const own = workspaces.filter(({ shared, capabilities }) => shared && capabilities.includes('manage'));
        await Promise.all(
            own.map(async ({ id }) => {
                // What is known of who waits stays as it is when asking fails; the next round asks again.
                const requests = await this.api.requests(id).catch(() => undefined);
                if (requests) {
                    this.requested(id, requests);
                }
            })
        );
    }

    private onLost(reconnect: boolean): void {
        this.apply({ type: 'disconnected' });
        // The hub also hangs up when the session has ended: asking who we are sends a signed-out person to sign in.
        this.api.me().then(
            () => reconnect && this.socket.connect(),
            () => undefined
        );
    }

    private applyOrRefresh(change: LiveChange | false): void {
        if (change) {
            this.apply(change);
        } else {
            void this.refresh();
        }
    }

    private apply(change: LiveChange): void {
        const next = reduceLiveState(this.state, change);
        if (next !== this.state) {
            this.state = next;
            for (const listener of this.listeners) {
                listener();
            }
        }
    }
}
