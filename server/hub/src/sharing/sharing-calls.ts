import {
    can,
    ChangeMember,
    DecideRequest,
    LongtableError,
    ShareWorkspace,
    UserId,
    type AuditList,
    type Capability,
    type JoinRequestList,
    type Member,
    type MemberList,
    type People,
    type Share,
    type ShareState
} from '@longtable/common';
import { z } from 'zod';
import type { SnapshotParts } from '../snapshots/create-snapshots.js';
import { snapshotCalls } from '../snapshots/snapshot-calls.js';
import type { Presence } from '../presence/presence.js';
import type { Store } from '../store/store.js';
import type { Access, Workspaces } from '../workspaces/workspaces.js';
import type { Doer } from './audit-trail.js';
import type { Joining } from './joining.js';
import type { Members } from './members.js';
import type { Sharing } from './sharing.js';

export interface SharingParts {
    readonly workspaces: Workspaces;
    readonly sharing: Sharing;
    readonly members: Members;
    readonly joining: Joining;
    readonly presence: Presence;
    readonly store: Store;
    readonly snapshots: SnapshotParts;
}

/** One request as the calls see it, wherever it came from. */
export interface CallRequest {
    readonly access: Access;
    readonly doer: Doer;
    /** The path's last part, where the call's path ends in a parameter. */
    readonly parameter: string;
    readonly query: Readonly<Record<string, unknown>>;
    readonly body: unknown;
}

/** A call about one workspace. An answer of undefined is a 204. */
export interface WorkspaceCall {
    readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
    /** Below `/api/v1/workspaces/:id` on the hub's origin, and below `/.longtable` on the workspace's own. */
    readonly path: `/${string}`;
    readonly capability: Capability;
    handle(parts: SharingParts, request: CallRequest): Promise<unknown>;
}

const AuditQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) });

/** Every call about sharing, with the capability that it needs. */
export const sharingCalls: readonly WorkspaceCall[] = [
    {
        method: 'GET',
        path: '/share',
        capability: 'manage',
        handle: ({ sharing }, { access }): Promise<ShareState> => sharing.get(access.record.id)
    },
    {
        method: 'PUT',
        path: '/share',
        capability: 'manage',
        handle: ({ sharing }, { access, doer, body }): Promise<Share> =>
            sharing.put(access.record.id, doer, ShareWorkspace.parse(body ?? {}))
    },
    {
        method: 'DELETE',
        path: '/share',
        capability: 'manage',
        handle: ({ sharing }, { access, doer }) => sharing.remove(access.record.id, doer)
    },
    {
        method: 'GET',
        path: '/members',
        capability: 'read',
        handle: async ({ members }, { access, doer }): Promise<MemberList> => {
            const all = await members.list(access.record);
            // Guests see who is who, but not one another's addresses.
            return { members: can(access.role, 'manage') ? all : all.map(one => withoutEmail(one, doer)) };
        }
    },
    {
        method: 'PATCH',
        path: '/members/:userId',
        capability: 'manage',
        handle: ({ members }, { access, doer, parameter, body }): Promise<Member> =>
            members.change(access.record.id, idOf(parameter), ChangeMember.parse(body ?? {}).role, doer)
    },
    {
        method: 'DELETE',
        path: '/members/:userId',
        capability: 'manage',
        handle: ({ members }, { access, doer, parameter }) => members.remove(access.record.id, idOf(parameter), doer)
    },
    {
        method: 'POST',
        path: '/leave',
        capability: 'read',
        handle: ({ members }, { access, doer }) => members.leave(access.record.id, doer)
    },
    {
        method: 'GET',
        path: '/requests',
        capability: 'manage',
        handle: async ({ joining }, { access }): Promise<JoinRequestList> => ({
            requests: await joining.waiting(access.record.id)
        })
    },
    {
        method: 'POST',
        path: '/requests/:userId',
        capability: 'manage',
        handle: async ({ joining }, { access, doer, parameter, body }): Promise<JoinRequestList> => ({
            requests: await joining.decide(access.record.id, idOf(parameter), doer, DecideRequest.parse(body ?? {}))
        })
    },
    {
        method: 'GET',
        path: '/presence',
        capability: 'read',
        handle: ({ presence }, { access }): Promise<People> =>
            Promise.resolve({ people: [...presence.peopleIn(access.record.id)] })
    },
    {
        method: 'GET',
        path: '/audit',
        capability: 'manage',
        handle: async ({ store }, { access, query }): Promise<AuditList> => {
            const { limit } = AuditQuery.parse(query);
            const records = await store.audit.list(access.record.id, limit);
            return { entries: records.map(({ workspaceId: _known, ...entry }) => entry) };
        }
    }
];

/** Every call about one workspace, but for those that the workspace itself has. */
export const workspaceCalls: readonly WorkspaceCall[] = [...sharingCalls, ...snapshotCalls];

/** Runs a call for a person, provided that they have the capability it needs. */
export async function runCall(
    parts: SharingParts,
    call: WorkspaceCall,
    id: string,
    request: Omit<CallRequest, 'access'>
): Promise<unknown> {
    const access = await parts.workspaces.access(request.doer.user.id, id, call.capability);
    return call.handle(parts, { ...request, access });
}

/** The call for a method and a path below that of a workspace, with the parameter in it. */
export function findCall(method: string, path: string): { call: WorkspaceCall; parameter: string } | undefined {
    for (const call of workspaceCalls) {
        const prefix = call.path.replace(/:\w+$/, '');
        const parameter = path.slice(prefix.length);
        const matches =
            prefix === call.path
                ? path === prefix
                : path.startsWith(prefix) && parameter !== '' && !parameter.includes('/');
        if (call.method === method && matches) {
            return { call, parameter: decode(parameter) };
        }
    }
    return undefined;
}

function decode(parameter: string): string {
    try {
        return decodeURIComponent(parameter);
    } catch {
        throw new LongtableError('bad-request', 'The address of the request could not be understood.');
    }
}

function idOf(text: string): UserId {
    const parsed = UserId.safeParse(text);
    if (!parsed.success) {
        throw new LongtableError('not-found', 'There is no such person in this workspace.');
    }
    return parsed.data;
}

function withoutEmail(member: Member, { user }: Doer): Member {
    if (member.userId === user.id) {
        return member;
    }
    const { email: _private, ...rest } = member;
    return rest;
}
