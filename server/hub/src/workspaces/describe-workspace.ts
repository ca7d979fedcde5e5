import {
    capabilitiesOf,
    type PresentPerson,
    type Progress,
    type Role,
    type Workspace,
    type WorkspaceId
} from '@longtable/common';
import type { WorkspaceRecord } from '../store/store.js';

/** A workspace as a person with a role sees it. */
export function describeWorkspace(
    record: WorkspaceRecord,
    role: Role,
    owner: { readonly name: string },
    progress: Progress | undefined,
    hubUrl: string,
    table: { readonly shared: boolean; readonly people: readonly PresentPerson[] }
): Workspace {
    return {
        id: record.id,
        name: record.name,
        ...(record.repository === undefined ? {} : { repository: record.repository }),
        ...(record.ref === undefined ? {} : { ref: record.ref }),
        ...(record.snapshot === undefined ? {} : { snapshot: record.snapshot }),
        status: record.status === 'deleting' ? 'stopping' : record.status,
        ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
        ...(progress === undefined ? {} : { progress }),
        pinned: record.pinned,
        role,
        capabilities: [...capabilitiesOf(role)],
        owner: { id: record.ownerId, name: owner.name },
        shared: table.shared,
        present: table.people.map(({ userId, name, avatar }) => ({
            userId,
            name,
            ...(avatar === undefined ? {} : { avatar })
        })),
        url: workspaceOrigin(hubUrl, record.id),
        createdAt: record.createdAt,
        ...(record.lastStartedAt === undefined ? {} : { lastStartedAt: record.lastStartedAt })
    };
}

/** The origin of a workspace: its id as a label below the hub's host. */
export function workspaceOrigin(hubUrl: string, id: WorkspaceId): string {
    const url = new URL(hubUrl);
    url.host = `${id}.${url.host}`;
    return url.origin;
}
