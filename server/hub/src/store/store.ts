import type { AuditEntry, GuestRole, SnapshotId, SnapshotVisibility, UserId, WorkspaceId } from '@longtable/common';

/** An account at a provider. `login` is what people call it there; it can pass to somebody else, `subject` cannot. */
export interface IdentityRecord {
    readonly provider: string;
    readonly subject: string;
    readonly login?: string;
}

/** A person. `identities` are the accounts with which they sign in: provider and the provider's own stable id. */
export interface UserRecord {
    readonly id: UserId;
    readonly name: string;
    readonly email?: string;
    readonly avatar?: string;
    readonly identities: readonly IdentityRecord[];
    /** Whether a provider vouches for `email`. */
    readonly emailVerified?: boolean;
    /** Whether the person administers this Longtable. */
    readonly admin?: boolean;
    /** Whether an administrator has shut the person out. */
    readonly disabled?: boolean;
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
    /** The snapshot that it is made of, with the name of that at the time. */
    readonly snapshot?: { readonly id: SnapshotId; readonly name: string };
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
    /** Whose it is; nobody's while a sign-in is under way. */
    readonly userId?: UserId;
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

/** How a workspace is shared; there is none while it is not. `id` is random, and the link's token is made from it. */
export interface ShareRecord {
    readonly id: string;
    readonly workspaceId: WorkspaceId;
    readonly tokenHash: string;
    readonly role: GuestRole;
    readonly approval: boolean;
    readonly expiresAt?: string;
    readonly keepOnStop: boolean;
    readonly createdAt: string;
}

/** A guest of a workspace. The right holds as long as the share through which they came. */
export interface MemberRecord {
    readonly workspaceId: WorkspaceId;
    readonly userId: UserId;
    readonly shareId: string;
    readonly role: GuestRole;
    readonly since: string;
}

/** Someone who asked to be let in through a share link, and was not yet, or was refused. */
export interface JoinRequestRecord {
    readonly workspaceId: WorkspaceId;
    readonly userId: UserId;
    readonly shareId: string;
    readonly state: 'waiting' | 'refused';
    readonly at: string;
}

/** How someone's right in a workspace ended last. Who was removed stays out of the share it happened in. */
export interface EndingRecord {
    readonly workspaceId: WorkspaceId;
    readonly userId: UserId;
    readonly shareId: string;
    readonly removed: boolean;
    /** The sentence that they are answered with. */
    readonly message: string;
    readonly at: string;
}

/** A snapshot whose content is whole. What it was taken of is kept by name, for when that is gone. */
export interface SnapshotRecord {
    readonly id: SnapshotId;
    readonly ownerId: UserId;
    readonly name: string;
    readonly note?: string;
    /** Name of the folder that it holds. */
    readonly folder: string;
    readonly workspace?: { readonly id: WorkspaceId; readonly name: string };
    readonly from?: { readonly id: SnapshotId; readonly name: string };
    readonly repository?: string;
    readonly ref?: string;
    readonly commit?: string;
    readonly createdAt: string;
    readonly files: number;
    readonly bytes: number;
    readonly addedBytes: number;
    readonly heldMilliseconds?: number;
    readonly opened: number;
    /** The link's token is made from it; there is no link without it. */
    readonly linkId?: string;
    readonly tokenHash?: string;
    /** Hashes of the tokens of links that were revoked. */
    readonly endedTokens: readonly string[];
    readonly visibility: SnapshotVisibility;
    readonly people: readonly string[];
    readonly expiresAt?: string;
}

/** A link that leads to the newest snapshot of a workspace. */
export interface LatestLinkRecord {
    readonly workspaceId: WorkspaceId;
    readonly ownerId: UserId;
    readonly linkId: string;
    readonly tokenHash: string;
}

/** A personal access token, by the hash of its secret. */
export interface AccessTokenRecord {
    readonly id: string;
    readonly hash: string;
    readonly userId: UserId;
    readonly name: string;
    readonly createdAt: string;
    readonly lastUsedAt?: string;
    readonly expiresAt?: string;
}

/** What the workbench of one person keeps in one workspace. Each change has a revision, from 1. */
export interface WorkbenchStateRecord {
    readonly workspaceId: WorkspaceId;
    readonly userId: UserId;
    /** Of the last change. */
    readonly revision: number;
    /** By name, each with the revision that it was changed in. */
    readonly entries: Readonly<Record<string, { readonly text: string; readonly revision: number }>>;
}

/** Something that somebody did, in the audit log. */
export type AuditRecord = AuditEntry & { readonly workspaceId: WorkspaceId };

/**
 * Where the hub keeps its records. Every change is durable before its promise resolves, and either wholly there or
 * not at all. Records are replaced, never changed in place.
 */
export interface Store {
    readonly users: {
        get(id: UserId): Promise<UserRecord | undefined>;
        findByIdentity(provider: string, subject: string): Promise<UserRecord | undefined>;
        /** Whoever has an address that a provider vouches for; case does not matter. */
        findByVerifiedEmail(email: string): Promise<UserRecord | undefined>;
        listAll(): Promise<readonly UserRecord[]>;
        put(user: UserRecord): Promise<void>;
    };
    readonly workspaces: {
        get(id: WorkspaceId): Promise<WorkspaceRecord | undefined>;
        listOwnedBy(owner: UserId): Promise<readonly WorkspaceRecord[]>;
        listAll(): Promise<readonly WorkspaceRecord[]>;
        put(workspace: WorkspaceRecord): Promise<void>;
        /** Also removes the entries into it, everything about its sharing and what workbenches keep; the audit log is kept. */
        remove(id: WorkspaceId): Promise<void>;
    };
    readonly sessions: {
        get(hash: string): Promise<SessionRecord | undefined>;
        put(session: SessionRecord): Promise<void>;
        /** Replaces a session that is still there; one that has been removed stays removed. */
        update(session: SessionRecord): Promise<void>;
        /** Moves the end of a session that is still there; one that has been removed stays removed. */
        extend(hash: string, expiresAt: string): Promise<void>;
        /** Also removes the entries derived from it. */
        remove(hash: string): Promise<void>;
        /** Removes all sessions of a person and all their entries. */
        removeOf(userId: UserId): Promise<void>;
    };
    readonly entries: {
        get(hash: string): Promise<EntryRecord | undefined>;
        put(entry: EntryRecord): Promise<void>;
    };
    readonly accessTokens: {
        get(id: string): Promise<AccessTokenRecord | undefined>;
        findByHash(hash: string): Promise<AccessTokenRecord | undefined>;
        listOf(userId: UserId): Promise<readonly AccessTokenRecord[]>;
        put(token: AccessTokenRecord): Promise<void>;
        /** Notes a use of a token that is still there; one that has been removed stays removed. */
        used(id: string, at: string): Promise<void>;
        remove(id: string): Promise<void>;
        removeOf(userId: UserId): Promise<void>;
    };
    readonly shares: {
        get(id: WorkspaceId): Promise<ShareRecord | undefined>;
        findByToken(tokenHash: string): Promise<ShareRecord | undefined>;
        listAll(): Promise<readonly ShareRecord[]>;
        put(share: ShareRecord): Promise<void>;
        /** Ends sharing: removes the share with all members and requests, and keeps how it ended for each of them. */
        remove(id: WorkspaceId, endings: readonly EndingRecord[]): Promise<void>;
    };
    readonly members: {
        get(id: WorkspaceId, userId: UserId): Promise<MemberRecord | undefined>;
        listOf(id: WorkspaceId): Promise<readonly MemberRecord[]>;
        listFor(userId: UserId): Promise<readonly MemberRecord[]>;
        /** Lets someone in or changes what they are; also removes their request and how their right ended before. */
        put(member: MemberRecord): Promise<void>;
        remove(ending: EndingRecord): Promise<void>;
    };
    readonly joinRequests: {
        get(id: WorkspaceId, userId: UserId): Promise<JoinRequestRecord | undefined>;
        listOf(id: WorkspaceId): Promise<readonly JoinRequestRecord[]>;
        put(request: JoinRequestRecord): Promise<void>;
    };
    readonly endings: {
        get(id: WorkspaceId, userId: UserId): Promise<EndingRecord | undefined>;
    };
    readonly snapshots: {
        get(id: SnapshotId): Promise<SnapshotRecord | undefined>;
        /** By the token of its link, also of one that was revoked. */
        findByToken(tokenHash: string): Promise<SnapshotRecord | undefined>;
        listOf(owner: UserId): Promise<readonly SnapshotRecord[]>;
        listOfWorkspace(id: WorkspaceId): Promise<readonly SnapshotRecord[]>;
        listAll(): Promise<readonly SnapshotRecord[]>;
        put(snapshot: SnapshotRecord): Promise<void>;
        remove(id: SnapshotId): Promise<void>;
    };
    /** They outlive their workspace, as its snapshots do. */
    readonly latestLinks: {
        get(id: WorkspaceId): Promise<LatestLinkRecord | undefined>;
        findByToken(tokenHash: string): Promise<LatestLinkRecord | undefined>;
        put(link: LatestLinkRecord): Promise<void>;
        remove(id: WorkspaceId): Promise<void>;
    };
    readonly workbenchStates: {
        /** One that cannot be understood is put aside, and there is none then. */
        get(id: WorkspaceId, userId: UserId): Promise<WorkbenchStateRecord | undefined>;
        /** Of a workspace that is not there nothing is kept. */
        put(state: WorkbenchStateRecord): Promise<void>;
    };
    readonly audit: {
        append(record: AuditRecord): Promise<void>;
        /** The last entries of a workspace, newest first. */
        list(id: WorkspaceId, limit: number): Promise<readonly AuditRecord[]>;
    };
    /** Forgets sessions, entries and access tokens whose time is over. */
    removeExpired(now: Date): Promise<void>;
    /** Whether records can be read and written now, for readiness checks. */
    check(): Promise<void>;
    close(): Promise<void>;
}
