import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError, messageOf, UserId, WorkspaceId } from '@longtable/common';
import { Low } from 'lowdb';
import { z } from 'zod';
import { DurableTextFile } from './durable-text-file.js';
import type { EntryRecord, SessionRecord, Store, UserRecord, WorkspaceRecord } from './store.js';

const Document = z.object({
    version: z.literal(1),
    users: z.record(
        z.string(),
        z.object({
            id: UserId,
            name: z.string(),
            email: z.string().optional(),
            avatar: z.string().optional(),
            identities: z.array(z.object({ provider: z.string(), subject: z.string() })),
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
        z.object({ hash: z.string(), expiresAt: z.string(), data: z.record(z.string(), z.unknown()) })
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
    )
});
type Document = z.infer<typeof Document>;

const empty = (): Document => ({ version: 1, users: {}, workspaces: {}, sessions: {}, entries: {} });

/**
 * Keeps everything in one JSON file, for one hub on one machine. Reads come from memory. Changes that arrive while a
 * write is under way share the next one, so that many at once cost one flush. A change is read only
 * once it is on disk; one whose write failed is not kept in memory either.
 */
export class EmbeddedStore implements Store {
    private pending: { readonly changes: ((document: Document) => void)[]; readonly done: Promise<void> } | undefined;
    private writing: Promise<unknown> = Promise.resolve();
    /** What is on disk, and so what is read. */
    private data: Document;

    private constructor(private readonly database: Low<Document>) {
        this.data = database.data;
    }

    /** Opens the store in a directory. Throws `store-corrupt`, leaving the file as it is, when it cannot be understood. */
    static async open(directory: string): Promise<EmbeddedStore> {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        const path = join(directory, 'store.json');
        const backup = join(directory, 'store.previous.json');
        const file = new DurableTextFile(path);
        let document: Document;
        try {
            const text = await file.read();
            document = text === null ? empty() : Document.parse(JSON.parse(text));
            if (text !== null) {
                await file.backUp(backup);
            }
        } catch (error) {
            if (error instanceof SyntaxError || error instanceof z.ZodError) {
                throw new LongtableError(
                    'store-corrupt',
                    `Longtable was not started, because its records in ${path} cannot be understood (${firstLine(error)}). ` +
                        `The file was left as it is and no workspace was touched. To go on with the records of the last start, ` +
                        `copy ${backup} over it.`,
                    { cause: error }
                );
            }
            throw error;
        }
        const adapter = {
            read: () => Promise.resolve(document),
            write: (data: Document) => file.write(JSON.stringify(data))
        };
        return new EmbeddedStore(new Low(adapter, document));
    }

    readonly users: Store['users'] = {
        get: id => Promise.resolve(own<UserRecord>(this.data.users, id)),
        findByIdentity: (provider, subject) =>
            Promise.resolve(
                Object.values(this.data.users).find(user =>
                    user.identities.some(identity => identity.provider === provider && identity.subject === subject)
                )
            ),
        put: user =>
            this.change(document => {
                document.users[user.id] = { ...user, identities: [...user.identities] };
            })
    };

    readonly workspaces: Store['workspaces'] = {
        get: id => Promise.resolve(own<WorkspaceRecord>(this.data.workspaces, id)),
        listOwnedBy: owner =>
            Promise.resolve(Object.values(this.data.workspaces).filter(workspace => workspace.ownerId === owner)),
        listAll: () => Promise.resolve(Object.values(this.data.workspaces)),
        put: workspace =>
            this.change(document => {
                document.workspaces[workspace.id] = { ...workspace };
            }),
        remove: id =>
            this.change(document => {
                document.workspaces = without(document.workspaces, workspace => workspace.id === id);
                document.entries = without(document.entries, entry => entry.workspaceId === id);
            })
    };

    readonly sessions: Store['sessions'] = {
        get: hash => Promise.resolve(own<SessionRecord>(this.data.sessions, hash)),
        put: session =>
            this.change(document => {
                document.sessions[session.hash] = { ...session };
            }),
        extend: (hash, expiresAt) =>
            this.change(document => {
                const session = own(document.sessions, hash);
                if (session !== undefined) {
                    document.sessions[hash] = { ...session, expiresAt };
                }
            }),
        remove: hash =>
            this.change(document => {
                document.sessions = without(document.sessions, session => session.hash === hash);
                document.entries = without(document.entries, entry => entry.sessionHash === hash);
            })
    };

    readonly entries: Store['entries'] = {
        get: hash => Promise.resolve(own<EntryRecord>(this.data.entries, hash)),
        put: entry =>
            this.change(document => {
                document.entries[entry.hash] = { ...entry };
            })
    };

    removeExpired(now: Date): Promise<void> {
        const over = (record: { expiresAt: string }) => new Date(record.expiresAt) <= now;
        const { sessions, entries } = this.data;
        if (![...Object.values(sessions), ...Object.values(entries)].some(over)) {
            return Promise.resolve();
        }
        return this.change(document => {
            document.sessions = without(document.sessions, over);
            document.entries = without(document.entries, over);
        });
    }

    check(): Promise<void> {
        return this.change(() => undefined);
    }

    async close(): Promise<void> {
        await this.pending?.done.catch(() => undefined);
        await this.writing;
    }

    private change(apply: (document: Document) => void): Promise<void> {
        if (this.pending === undefined) {
            const changes: ((document: Document) => void)[] = [];
            const done = this.writing.then(() => this.writeChanges(changes));
            this.pending = { changes, done };
            // A failed write is the matter of those who asked for it; the next one starts anew.
            this.writing = done.catch(() => undefined);
        }
        this.pending.changes.push(apply);
        return this.pending.done;
    }

    private async writeChanges(changes: readonly ((document: Document) => void)[]): Promise<void> {
        this.pending = undefined;
        const before = this.data;
        const after: Document = {
            version: 1,
            users: { ...before.users },
            workspaces: { ...before.workspaces },
            sessions: { ...before.sessions },
            entries: { ...before.entries }
        };
        for (const apply of changes) {
            apply(after);
        }
        this.database.data = after;
        try {
            await this.database.write();
            this.data = after;
        } catch (error) {
            const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
            throw new LongtableError(
                full ? 'disk-full' : 'internal',
                full
                    ? 'The disk of the server is full, so the change could not be stored. What was there before was kept. Free some space and try again.'
                    : `The change could not be stored (${messageOf(error)}). What was there before was kept. Try again.`,
                { cause: error }
            );
        }
    }
}

/** A record by its key. An id such as `constructor` is no record, although every object has a property of that name. */
function own<T>(records: Readonly<Record<string, T>>, key: string): T | undefined {
    return Object.hasOwn(records, key) ? records[key] : undefined;
}

function without<T>(records: Record<string, T>, drop: (record: T) => boolean): Record<string, T> {
    return Object.fromEntries(Object.entries(records).filter(([, record]) => !drop(record)));
}

function firstLine(error: Error): string {
    if (error instanceof z.ZodError) {
        const issue = error.issues[0];
        return issue === undefined ? 'unexpected content' : `${issue.path.join('.')}: ${issue.message}`;
    }
    return error.message.split('\n')[0] ?? 'not valid JSON';
}
