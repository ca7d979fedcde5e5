import { Store as SessionStore, type SessionData } from 'express-session';
import { hashOfToken } from '../identity/secret-token.js';
import type { Store } from '../store/store.js';

/** How long a browser stays signed in without coming back, in milliseconds. */
export const SESSION_LIFETIME = 14 * 24 * 60 * 60 * 1000;

/** The life of a session is extended at most this often, so that reading a page does not write to the disk. */
const TOUCH_INTERVAL = 60 * 60 * 1000;

/** Lets express-session keep its sessions in the hub's store, under a hash of the id. */
export class StoredSessions extends SessionStore {
    constructor(private readonly store: Store) {
        super();
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

    override touch(id: string, _session: SessionData, callback?: () => void): void {
        answer(this.extend(id), callback);
    }

    private write(id: string, session: SessionData): Promise<void> {
        return this.store.sessions.put({
            hash: hashOfToken(id),
            expiresAt: newEnd(),
            data: JSON.parse(JSON.stringify(session)) as Record<string, unknown>
        });
    }

    private async extend(id: string): Promise<void> {
        const hash = hashOfToken(id);
        const record = await this.store.sessions.get(hash);
        const age = record === undefined ? 0 : Date.now() + SESSION_LIFETIME - Date.parse(record.expiresAt);
        if (age > TOUCH_INTERVAL) {
            await this.store.sessions.extend(hash, newEnd());
        }
    }
}

function newEnd(): string {
    return new Date(Date.now() + SESSION_LIFETIME).toISOString();
}

function answer(work: Promise<void>, callback: ((error?: unknown) => void) | undefined): void {
    work.then(
        () => callback?.(),
        (error: unknown) => callback?.(error)
    );
}
