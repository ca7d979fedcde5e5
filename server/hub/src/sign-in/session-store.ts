import type { Request } from 'express';
import { Store as SessionStore, type Session, type SessionData } from 'express-session';
import { UserId } from '@longtable/common';
import { hashOfToken } from '../identity/secret-token.js';
import type { Store } from '../store/store.js';

/** How long a browser stays signed in without coming back, in milliseconds. */
export const SESSION_LIFETIME = 14 * 24 * 60 * 60 * 1000;

/** How long a session lasts in which nobody is signed in: for the way to a provider and back, in milliseconds. */
const ANONYMOUS_LIFETIME = 20 * 60 * 1000;

/** The life of a session is extended at most this often, so that reading a page does not write to the disk. */
const TOUCH_INTERVAL = 60 * 60 * 1000;

/** Lets express-session keep its sessions in the hub's store, under a hash of the id. */
export class StoredSessions extends SessionStore {
    /** Sessions that came from the store: one that has been ended meanwhile is not brought back by saving it. */
    private readonly known = new WeakSet<object>();

    constructor(private readonly store: Store) {
        super();
    }

    override createSession(request: Request, data: SessionData): Session & SessionData {
        const session = super.createSession(request, data);
        this.known.add(session);
        return session;
    }

    override get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
        this.store.sessions.get(hashOfToken(id)).then(
            record => {
                const alive = record !== undefined && new Date(record.expiresAt) > new Date();
                callback(undefined, alive ? (structuredClone(record.data) as unknown as SessionData) : null);
            },
            (error: unknown) => {
                callback(error);
            }
        );
    }

    override set(id: string, session: SessionData, callback?: (error?: unknown) => void): void {
        answer(this.write(id, session), callback);
    }

    override destroy(id: string, callback?: (error?: unknown) => void): void {
        answer(this.store.sessions.remove(hashOfToken(id)), callback);
    }

    override touch(id: string, session: SessionData, callback?: () => void): void {
        answer(userOfSession(session) === undefined ? Promise.resolve() : this.extend(id), callback);
    }

    private async write(id: string, session: SessionData): Promise<void> {
        const userId = userOfSession(session);
        const record = {
            hash: hashOfToken(id),
            expiresAt: endAfter(userId === undefined ? ANONYMOUS_LIFETIME : SESSION_LIFETIME),
            ...(userId === undefined ? {} : { userId }),
            data: JSON.parse(JSON.stringify(session)) as Record<string, unknown>
        };
        if (this.known.has(session)) {
            await this.store.sessions.update(record);
        } else {
            await this.store.sessions.put(record);
            this.known.add(session);
        }
    }

    private async extend(id: string): Promise<void> {
        const hash = hashOfToken(id);
        const record = await this.store.sessions.get(hash);
        const age = record === undefined ? 0 : Date.now() + SESSION_LIFETIME - Date.parse(record.expiresAt);
        if (age > TOUCH_INTERVAL) {
            await this.store.sessions.extend(hash, endAfter(SESSION_LIFETIME));
        }
    }
}

/** Who is signed in, where passport keeps it. */
function userOfSession(session: SessionData): UserId | undefined {
    const { passport } = session as { readonly passport?: { readonly user?: unknown } };
    const id = UserId.safeParse(passport?.user);
    return id.success ? id.data : undefined;
}

function endAfter(milliseconds: number): string {
    return new Date(Date.now() + milliseconds).toISOString();
}

function answer(work: Promise<void>, callback: ((error?: unknown) => void) | undefined): void {
    work.then(
        () => callback?.(),
        (error: unknown) => callback?.(error)
    );
}
