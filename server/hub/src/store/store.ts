import type { UserId, WorkspaceId } from '@longtable/common';

/** A person. `identities` are the accounts with which they sign in: provider and the provider's own stable id. */
export interface UserRecord {
    readonly id: UserId;
    readonly name: string;
    readonly email?: string;
    readonly avatar?: string;
    readonly identities: readonly { readonly provider: string; readonly subject: string }[];
    readonly createdAt: string;
}

/** What outlives a stop of the hub about a workspace. Times are ISO 8601 in UTC. */
export interface WorkspaceRecord {
    readonly id: WorkspaceId;
    readonly ownerId: UserId;
    readonly name: string;
    /** Folder in the workspace that is opened: one path component. */
    readonly folder: string;
    readonly repository?: string;
    readonly ref?: string;
    readonly pinned: boolean;
    readonly status: 'creating' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed' | 'deleting';
    readonly statusReason?: string;
    /** Whether its files have been complete once; until then a failure leaves nothing worth keeping. */
    readonly provisioned: boolean;
    readonly createdAt: string;
    readonly lastStartedAt?: string;
}

/** A signed-in browser. Keyed by a hash of the cookie's value, so that the file gives nobody a way in. */
export interface SessionRecord {
    readonly hash: string;
    readonly expiresAt: string;
    readonly data: Readonly<Record<string, unknown>>;
}

/** A browser's way into one workspace's origin, derived from a session and ended with it. */
export interface EntryRecord {
    readonly hash: string;
    readonly workspaceId: WorkspaceId;
    readonly userId: UserId;
    readonly sessionHash: string;
    readonly expiresAt: string;
}

/**
 * Where the hub keeps its records. Every change is durable before its promise resolves, and either wholly there or
 * not at all. Records are replaced, never changed in place.
 */
export interface Store {
    readonly users: {
        get(id: UserId): Promise<UserRecord | undefined>;
        findByIdentity(provider: string, subject: string): Promise<UserRecord | undefined>;
        put(user: UserRecord): Promise<void>;
    };
    readonly workspaces: {
        get(id: WorkspaceId): Promise<WorkspaceRecord | undefined>;
        listOwnedBy(owner: UserId): Promise<readonly WorkspaceRecord[]>;
        listAll(): Promise<readonly WorkspaceRecord[]>;
        put(workspace: WorkspaceRecord): Promise<void>;
        /** Also removes the entries into it. */
        remove(id: WorkspaceId): Promise<void>;
    };
    readonly sessions: {
        get(hash: string): Promise<SessionRecord | undefined>;
        put(session: SessionRecord): Promise<void>;
        /** Moves the end of a session that is still there; one that has been removed stays removed. */
        extend(hash: string, expiresAt: string): Promise<void>;
        /** Also removes the entries derived from it. */
        remove(hash: string): Promise<void>;
    };
    readonly entries: {
        get(hash: string): Promise<EntryRecord | undefined>;
        put(entry: EntryRecord): Promise<void>;
    };
    /** Forgets sessions and entries whose time is over. */
    removeExpired(now: Date): Promise<void>;
    /** Whether records can be read and written now, for readiness checks. */
    check(): Promise<void>;
    close(): Promise<void>;
}
