import type { IncomingMessage } from 'node:http';
import { can, LongtableError, type Person, type WorkspaceId } from '@longtable/common';
import { parseCookie } from 'cookie';
import { hashOfToken, newSecretToken } from '../identity/secret-token.js';
import { disabled } from '../sharing/ending-messages.js';
import { SESSION_LIFETIME } from '../sign-in/session-store.js';
import type { EntryRecord, Store, UserRecord, WorkspaceRecord } from '../store/store.js';
import type { Workspaces } from '../workspaces/workspaces.js';

/** How long the one-time token of a redirect is good for, in milliseconds. */
const TOKEN_LIFETIME = 30_000;

/** A person at the door of a workspace, with the right to come in. */
export interface Visitor {
    readonly entry: EntryRecord;
    readonly user: UserRecord;
    readonly person: Person;
    readonly workspace: WorkspaceRecord;
}

/**
 * Lets people from the hub's origin into a workspace's. The hub's cookie never goes there: a token that is good once
 * and for seconds is exchanged for a cookie of that workspace alone, which ends with the session it came from.
 */
export class Entries {
    private readonly tokens = new Map<
        string,
        Omit<EntryRecord, 'hash' | 'expiresAt'> & { readonly expiresAt: number }
    >();
    readonly cookieName: string;
    private readonly secure: boolean;

    constructor(
        private readonly store: Store,
        private readonly workspaces: Workspaces,
        hubUrl: string
    ) {
        this.secure = hubUrl.startsWith('https:');
        this.cookieName = this.secure ? '__Host-longtable-workspace' : 'longtable-workspace';
    }

    /** A one-time token for a person who has been checked. */
    issueToken(user: UserRecord, workspaceId: WorkspaceId, sessionHash: string): string {
        const now = Date.now();
        for (const [hash, token] of this.tokens) {
            if (token.expiresAt < now) {
                this.tokens.delete(hash);
            }
        }
        const token = newSecretToken();
        this.tokens.set(hashOfToken(token), {
            workspaceId,
            userId: user.id,
            sessionHash,
            expiresAt: now + TOKEN_LIFETIME
        });
        return token;
    }

    /** Exchanges a token for the value of a `Set-Cookie` header, or undefined when it is not good (any more). */
    async redeem(token: string, workspaceId: WorkspaceId): Promise<string | undefined> {
        const hash = hashOfToken(token);
        const issued = this.tokens.get(hash);
        this.tokens.delete(hash);
        if (issued === undefined || issued.expiresAt < Date.now() || issued.workspaceId !== workspaceId) {
            return undefined;
        }
        const secret = newSecretToken();
        await this.store.entries.put({
            hash: hashOfToken(secret),
            workspaceId,
            userId: issued.userId,
            sessionHash: issued.sessionHash,
            expiresAt: new Date(Date.now() + SESSION_LIFETIME).toISOString()
        });
        return `${this.cookieName}=${secret}; Path=/; HttpOnly; SameSite=Lax${this.secure ? '; Secure' : ''}; Max-Age=${String(SESSION_LIFETIME / 1000)}`;
    }

    /**
     * Who makes a request to a workspace's origin; undefined when nobody with a right to be there. Throws `forbidden`
     * with a sentence for someone who is known, but whose right has ended.
     */
    async visitor(request: IncomingMessage, workspaceId: WorkspaceId): Promise<Visitor | undefined> {
        const secret = parseCookie(request.headers.cookie ?? '')[this.cookieName];
        if (secret === undefined) {
            return undefined;
        }
        const entry = await this.store.entries.get(hashOfToken(secret));
        if (entry?.workspaceId !== workspaceId || new Date(entry.expiresAt) <= new Date()) {
            return undefined;
        }
        const [session, user, workspace] = await Promise.all([
            this.store.sessions.get(entry.sessionHash),
            this.store.users.get(entry.userId),
            this.store.workspaces.get(workspaceId)
        ]);
        if (session === undefined || new Date(session.expiresAt) <= new Date()) {
            return undefined;
        }
        if (user === undefined || workspace === undefined || workspace.status === 'deleting') {
            return undefined;
        }
        if (user.disabled === true) {
            throw new LongtableError('forbidden', disabled());
        }
        const role = await this.workspaces.roleIn(workspace, user.id);
        if (role === undefined || !can(role, 'read')) {
            const refusal = await this.workspaces.refusal(workspace.id, user.id);
            if (refusal.code === 'forbidden') {
                throw refusal;
            }
            return undefined;
        }
        const person: Person = {
            kind: 'person',
            userId: user.id,
            name: user.name,
            ...(user.email === undefined ? {} : { email: user.email }),
            ...(user.avatar === undefined ? {} : { avatar: user.avatar }),
            role
        };
        return { entry, user, person, workspace };
    }
}
