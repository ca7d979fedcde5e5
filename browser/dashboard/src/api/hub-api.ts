import {
    API_PREFIX,
    Installation,
    LongtableError,
    Me,
    Workspace,
    WorkspaceList,
    type CreateWorkspace,
    type DevSignIn,
    type UpdateWorkspace,
    type WorkspaceId
} from '@longtable/common';
import type { z } from 'zod';
import { accountCalls, type AccountApi } from './account-api.js';
import { request, type Fetch, type RequestOptions } from './request.js';
import { sharingCalls, type SharingApi } from './sharing-api.js';
import { snapshotCalls, type SnapshotsApi } from './snapshots-api.js';
import { workspacePath } from './workspace-path.js';

/** The hub's API as the dashboard uses it. Every call fails with a {@link LongtableError} whose message can be shown. */
export interface HubApi extends SharingApi, AccountApi, SnapshotsApi {
    installation(): Promise<Installation>;
    me(): Promise<Me>;
    signIn(person: DevSignIn): Promise<void>;
    signOut(): Promise<void>;
    workspaces(): Promise<readonly Workspace[]>;
    workspace(id: WorkspaceId): Promise<Workspace>;
    createWorkspace(wanted: CreateWorkspace): Promise<Workspace>;
    updateWorkspace(id: WorkspaceId, changes: UpdateWorkspace): Promise<Workspace | undefined>;
    /** The workspace as it is after the call, if the hub says. */
    startWorkspace(id: WorkspaceId): Promise<Workspace | undefined>;
    stopWorkspace(id: WorkspaceId): Promise<Workspace | undefined>;
    deleteWorkspace(id: WorkspaceId): Promise<void>;
}

/** How the calls of the API are made: `demand` for those that always have an answer. */
export interface Caller {
    readonly call: <T>(path: string, schema?: z.ZodType<T>, options?: RequestOptions) => Promise<T | undefined>;
    readonly demand: <T>(path: string, schema: z.ZodType<T>, options?: RequestOptions) => Promise<T>;
}

/** @param onSignedOut is told when the hub no longer knows who is asking; the call fails all the same. */
export function createHubApi(send: Fetch, onSignedOut: () => void): HubApi {
    async function call<T>(path: string, schema?: z.ZodType<T>, options?: RequestOptions): Promise<T | undefined> {
        try {
            return await request(send, path, schema, options);
        } catch (error) {
            if (error instanceof LongtableError && error.code === 'not-signed-in') {
                onSignedOut();
            }
            throw error;
        }
    }
    async function demand<T>(path: string, schema: z.ZodType<T>, options?: RequestOptions): Promise<T> {
        const answer = await call(path, schema, options);
        if (answer === undefined) {
            throw new LongtableError('internal', 'Longtable sent an empty answer. Reload the page and try again.');
        }
        return answer;
    }
    return {
        ...sharingCalls({ call, demand }),
        ...accountCalls({ call, demand }),
        ...snapshotCalls({ call, demand }),
        installation: () => demand(`${API_PREFIX}/installation`, Installation),
        me: () => demand(`${API_PREFIX}/me`, Me),
        signIn: async person => {
            await call('/login/dev', undefined, { method: 'POST', body: person });
        },
        signOut: async () => {
            await call('/logout', undefined, { method: 'POST' });
        },
        workspaces: async () => (await demand(`${API_PREFIX}/workspaces`, WorkspaceList)).workspaces,
        workspace: id => demand(workspacePath(id), Workspace),
        createWorkspace: wanted => demand(`${API_PREFIX}/workspaces`, Workspace, { method: 'POST', body: wanted }),
        updateWorkspace: (id, changes) => call(workspacePath(id), Workspace, { method: 'PATCH', body: changes }),
        startWorkspace: id => call(`${workspacePath(id)}/start`, Workspace, { method: 'POST' }),
        stopWorkspace: id => call(`${workspacePath(id)}/stop`, Workspace, { method: 'POST' }),
        deleteWorkspace: async id => {
            await call(workspacePath(id), undefined, { method: 'DELETE' });
        }
    };
}

/** Where a workspace's files can be downloaded as a tar archive. */
export function downloadPath(id: WorkspaceId): string {
    return `${workspacePath(id)}/download`;
}
