import { GuestRole, SnapshotId, SnapshotVisibility, UserId, WorkspaceId } from '@longtable/common';
import { z } from 'zod';

/** The embedded store's file. What came after its first version has a default, so that an older file still opens. */
export const Document = z.object({
    version: z.literal(1),
    users: z.record(
        z.string(),
        z.object({
            id: UserId,
            name: z.string(),
            email: z.string().optional(),
            avatar: z.string().optional(),
            identities: z.array(z.object({ provider: z.string(), subject: z.string(), login: z.string().optional() })),
            emailVerified: z.boolean().optional(),
            admin: z.boolean().optional(),
            disabled: z.boolean().optional(),
            createdAt: z.string()
        })
    ),
    workspaces: z.record(
        z.string(),
        z.object({
            id: WorkspaceId,
            ownerId: UserId,
            name: z.string(),
            folder: z.string(),
            repository: z.string().optional(),
            ref: z.string().optional(),
            snapshot: z.object({ id: SnapshotId, name: z.string() }).optional(),
            pinned: z.boolean(),
            status: z.enum(['creating', 'starting', 'running', 'stopping', 'stopped', 'failed', 'deleting']),
            statusReason: z.string().optional(),
            provisioned: z.boolean(),
            createdAt: z.string(),
            lastStartedAt: z.string().optional()
        })
    ),
    sessions: z.record(
        z.string(),
        z.object({
            hash: z.string(),
            expiresAt: z.string(),
            userId: UserId.optional(),
            data: z.record(z.string(), z.unknown())
        })
    ),
    entries: z.record(
        z.string(),
        z.object({
            hash: z.string(),
            workspaceId: WorkspaceId,
            userId: UserId,
            sessionHash: z.string(),
            expiresAt: z.string()
        })
    ),
    accessTokens: z
        .record(
            z.string(),
            z.object({
                id: z.string(),
                hash: z.string(),
                userId: UserId,
                name: z.string(),
                createdAt: z.string(),
                lastUsedAt: z.string().optional(),
                expiresAt: z.string().optional()
            })
        )
        .default({}),
    shares: z
        .record(
            z.string(),
            z.object({
                id: z.string(),
                workspaceId: WorkspaceId,
                tokenHash: z.string(),
                role: GuestRole,
                approval: z.boolean(),
                expiresAt: z.string().optional(),
                keepOnStop: z.boolean(),
                createdAt: z.string()
            })
        )
        .default({}),
    members: z
        .record(
            z.string(),
            z.object({
                workspaceId: WorkspaceId,
                userId: UserId,
                shareId: z.string(),
                role: GuestRole,
                since: z.string()
            })
        )
        .default({}),
    joinRequests: z
        .record(
            z.string(),
            z.object({
                workspaceId: WorkspaceId,
                userId: UserId,
                shareId: z.string(),
                state: z.enum(['waiting', 'refused']),
                at: z.string()
            })
        )
        .default({}),
    endings: z
        .record(
            z.string(),
            z.object({
                workspaceId: WorkspaceId,
                userId: UserId,
                shareId: z.string(),
                removed: z.boolean(),
                message: z.string(),
                at: z.string()
            })
        )
        .default({}),
    snapshots: z
        .record(
            z.string(),
            z.object({
                id: SnapshotId,
                ownerId: UserId,
                name: z.string(),
                note: z.string().optional(),
                folder: z.string(),
                workspace: z.object({ id: WorkspaceId, name: z.string() }).optional(),
                from: z.object({ id: SnapshotId, name: z.string() }).optional(),
                repository: z.string().optional(),
                ref: z.string().optional(),
                commit: z.string().optional(),
                createdAt: z.string(),
                files: z.number(),
                bytes: z.number(),
                addedBytes: z.number(),
                heldMilliseconds: z.number().optional(),
                opened: z.number(),
                linkId: z.string().optional(),
                tokenHash: z.string().optional(),
                endedTokens: z.array(z.string()),
                visibility: SnapshotVisibility,
                people: z.array(z.string()),
                expiresAt: z.string().optional()
            })
        )
        .default({}),
    latestLinks: z
        .record(
            z.string(),
            z.object({ workspaceId: WorkspaceId, ownerId: UserId, linkId: z.string(), tokenHash: z.string() })
        )
        .default({})
});
export type Document = z.infer<typeof Document>;

export const emptyDocument = (): Document =>
    Document.parse({
        version: 1,
        users: {},
        workspaces: {},
        sessions: {},
        entries: {}
    });

/** A copy whose collections can be changed without changing those of the first. */
export function copyOf(document: Document): Document {
    return {
        version: 1,
        users: { ...document.users },
        workspaces: { ...document.workspaces },
        sessions: { ...document.sessions },
        entries: { ...document.entries },
        accessTokens: { ...document.accessTokens },
        shares: { ...document.shares },
        members: { ...document.members },
        joinRequests: { ...document.joinRequests },
        endings: { ...document.endings },
        snapshots: { ...document.snapshots },
        latestLinks: { ...document.latestLinks }
    };
}
