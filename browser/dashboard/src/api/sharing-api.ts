import {
    API_PREFIX,
    AuditList,
    JoinRequestList,
    JoinState,
    MemberList,
    Share,
    ShareState,
    type AuditEntry,
    type DecideRequest,
    type GuestRole,
    type JoinRequest,
    type Member,
    type ShareWorkspace,
    type UserId,
    type WorkspaceId
} from '@longtable/common';
import type { Caller } from './hub-api.js';
import { workspacePath } from './workspace-path.js';

/** What the API offers for sharing workspaces, for entering shared ones, and for seeing who did what. */
export interface SharingApi {
    /** Undefined while the workspace is not shared. */
    share(id: WorkspaceId): Promise<Share | undefined>;
    putShare(id: WorkspaceId, wanted: ShareWorkspace): Promise<Share>;
    stopSharing(id: WorkspaceId): Promise<void>;
    members(id: WorkspaceId): Promise<readonly Member[]>;
    changeMember(id: WorkspaceId, userId: UserId, role: GuestRole): Promise<void>;
    removeMember(id: WorkspaceId, userId: UserId): Promise<void>;
    /** Gives up one's own right in a workspace of somebody else. */
    leave(id: WorkspaceId): Promise<void>;
    requests(id: WorkspaceId): Promise<readonly JoinRequest[]>;
    decideRequest(id: WorkspaceId, userId: UserId, decision: DecideRequest): Promise<void>;
    /** Follows a share link; again to ask how things stand. */
    join(token: string): Promise<JoinState>;
    /** Newest first, at most as many as asked for. */
    audit(id: WorkspaceId, limit: number): Promise<readonly AuditEntry[]>;
}

export function sharingCalls({ call, demand }: Caller): SharingApi {
    return {
        share: async id => (await demand(`${workspacePath(id)}/share`, ShareState)).share,
        putShare: (id, wanted) => demand(`${workspacePath(id)}/share`, Share, { method: 'PUT', body: wanted }),
        stopSharing: async id => {
            await call(`${workspacePath(id)}/share`, undefined, { method: 'DELETE' });
        },
        members: async id => (await demand(`${workspacePath(id)}/members`, MemberList)).members,
        changeMember: async (id, userId, role) => {
            await call(memberPath(id, userId), undefined, { method: 'PATCH', body: { role } });
        },
        removeMember: async (id, userId) => {
            await call(memberPath(id, userId), undefined, { method: 'DELETE' });
        },
        leave: async id => {
            await call(`${workspacePath(id)}/leave`, undefined, { method: 'POST' });
        },
        requests: async id => (await demand(`${workspacePath(id)}/requests`, JoinRequestList)).requests,
        decideRequest: async (id, userId, decision) => {
            const path = `${workspacePath(id)}/requests/${encodeURIComponent(userId)}`;
            await call(path, undefined, { method: 'POST', body: decision });
        },
        join: token => demand(`${API_PREFIX}/join`, JoinState, { method: 'POST', body: { token } }),
        audit: async (id, limit) => (await demand(`${workspacePath(id)}/audit?limit=${limit}`, AuditList)).entries
    };
}

function memberPath(id: WorkspaceId, userId: UserId): string {
    return `${workspacePath(id)}/members/${encodeURIComponent(userId)}`;
}
