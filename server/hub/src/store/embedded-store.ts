import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError, messageOf } from '@longtable/common';
import { Low } from 'lowdb';
import { z } from 'zod';
import { AuditFile } from './audit-file.js';
import { copyOf, Document, emptyDocument } from './document.js';
import { DurableTextFile } from './durable-text-file.js';
import type {
    AccessTokenRecord,
    EndingRecord,
    EntryRecord,
    JoinRequestRecord,
    LatestLinkRecord,
    MemberRecord,
    SessionRecord,
    ShareRecord,
    SnapshotRecord,
    Store,
    UserRecord,
    WorkspaceRecord
} from './store.js';
import { WorkbenchStateFiles } from './workbench-state-files.js';

/**
 * Keeps everything but the audit log and what workbenches keep in one JSON file, for one hub on one machine. Reads come from memory. Changes that arrive while a
 * write is under way share the next one, so that many at once cost one flush. A change is read only
 * once it is on disk; one whose write failed is not kept in memory either.
 */
export class EmbeddedStore implements Store {
    private pending: { readonly changes: ((document: Document) => void)[]; readonly done: Promise<void> } | undefined;
    private writing: Promise<unknown> = Promise.resolve();
    /** What is on disk, and so what is read. */
    private data: Document;

    private constructor(
        private readonly database: Low<Document>,
        private readonly auditFile: AuditFile,
        private readonly stateFiles: WorkbenchStateFiles
    ) {
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
            document = text === null ? emptyDocument() : Document.parse(JSON.parse(text));
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
        const states = await WorkbenchStateFiles.open(join(directory, 'workbench-states'), id =>
            Object.hasOwn(document.workspaces, id)
        );
        return new EmbeddedStore(
            new Low(adapter, document),
            await AuditFile.open(join(directory, 'audit.jsonl')),
            states
        );
    }

    readonly users: Store['users'] = {
        get: id => Promise.resolve(own<UserRecord>(this.data.users, id)),
        findByIdentity: (provider, subject) =>
            Promise.resolve(
                Object.values(this.data.users).find(user =>
                    user.identities.some(identity => identity.provider === provider && identity.subject === subject)
                )
            ),
        findByVerifiedEmail: email =>
            Promise.resolve(
                Object.values(this.data.users).find(
                    user => user.emailVerified === true && user.email?.toLowerCase() === email.toLowerCase()
                )
            ),
        listAll: () => Promise.resolve(Object.values(this.data.users)),
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
        remove: async id => {
            await this.change(document => {
                document.workspaces = without(document.workspaces, workspace => workspace.id === id);
                const ofIt = (record: { workspaceId: string }) => record.workspaceId === id;
                document.entries = without(document.entries, ofIt);
                document.shares = without(document.shares, ofIt);
                document.members = without(document.members, ofIt);
                document.joinRequests = without(document.joinRequests, ofIt);
                document.endings = without(document.endings, ofIt);
            });
            // After the record: what is left by a kill in between is nobody's, and goes at the next start.
            await this.stateFiles.removeOf(id);
        }
    };

    readonly sessions: Store['sessions'] = {
        get: hash => Promise.resolve(own<SessionRecord>(this.data.sessions, hash)),
        put: session =>
            this.change(document => {
                document.sessions[session.hash] = { ...session };
            }),
        update: session =>
            this.change(document => {
                if (own(document.sessions, session.hash) !== undefined) {
                    document.sessions[session.hash] = { ...session };
                }
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
            }),
        removeOf: userId =>
            this.change(document => {
                document.sessions = without(document.sessions, session => session.userId === userId);
                document.entries = without(document.entries, entry => entry.userId === userId);
            })
    };

    readonly entries: Store['entries'] = {
        get: hash => Promise.resolve(own<EntryRecord>(this.data.entries, hash)),
        put: entry =>
            this.change(document => {
                document.entries[entry.hash] = { ...entry };
            })
    };

    readonly accessTokens: Store['accessTokens'] = {
        get: id => Promise.resolve(own<AccessTokenRecord>(this.data.accessTokens, id)),
        findByHash: hash => Promise.resolve(Object.values(this.data.accessTokens).find(token => token.hash === hash)),
        listOf: userId =>
            Promise.resolve(Object.values(this.data.accessTokens).filter(token => token.userId === userId)),
        put: token =>
            this.change(document => {
                document.accessTokens[token.id] = { ...token };
            }),
        used: (id, at) =>
            this.change(document => {
                const token = own(document.accessTokens, id);
                if (token !== undefined) {
                    document.accessTokens[id] = { ...token, lastUsedAt: at };
                }
            }),
        remove: id =>
            this.change(document => {
                document.accessTokens = withoutKey(document.accessTokens, id);
            }),
        removeOf: userId =>
            this.change(document => {
                document.accessTokens = without(document.accessTokens, token => token.userId === userId);
            })
    };

    readonly shares: Store['shares'] = {
        get: id => Promise.resolve(own<ShareRecord>(this.data.shares, id)),
        findByToken: tokenHash =>
            Promise.resolve(Object.values(this.data.shares).find(share => share.tokenHash === tokenHash)),
        listAll: () => Promise.resolve(Object.values(this.data.shares)),
        put: share =>
            this.change(document => {
                document.shares[share.workspaceId] = { ...share };
            }),
        remove: (id, endings) =>
            this.change(document => {
                document.shares = without(document.shares, share => share.workspaceId === id);
                document.members = without(document.members, member => member.workspaceId === id);
                document.joinRequests = without(document.joinRequests, request => request.workspaceId === id);
                for (const ending of endings) {
                    document.endings[keyOf(ending)] = { ...ending };
                }
            })
    };

    readonly members: Store['members'] = {
        get: (workspaceId, userId) =>
            Promise.resolve(own<MemberRecord>(this.data.members, keyOf({ workspaceId, userId }))),
        listOf: id => Promise.resolve(Object.values(this.data.members).filter(member => member.workspaceId === id)),
        listFor: userId => Promise.resolve(Object.values(this.data.members).filter(member => member.userId === userId)),
        put: member =>
            this.change(document => {
                const key = keyOf(member);
                document.members[key] = { ...member };
                document.joinRequests = withoutKey(document.joinRequests, key);
                document.endings = withoutKey(document.endings, key);
            }),
        remove: ending =>
            this.change(document => {
                const key = keyOf(ending);
                document.members = withoutKey(document.members, key);
                document.endings[key] = { ...ending };
            })
    };

    readonly joinRequests: Store['joinRequests'] = {
        get: (workspaceId, userId) =>
            Promise.resolve(own<JoinRequestRecord>(this.data.joinRequests, keyOf({ workspaceId, userId }))),
        listOf: id =>
            Promise.resolve(Object.values(this.data.joinRequests).filter(request => request.workspaceId === id)),
        put: request =>
            this.change(document => {
                document.joinRequests[keyOf(request)] = { ...request };
            })
    };

    readonly endings: Store['endings'] = {
        get: (workspaceId, userId) =>
            Promise.resolve(own<EndingRecord>(this.data.endings, keyOf({ workspaceId, userId })))
    };

    readonly snapshots: Store['snapshots'] = {
        get: id => Promise.resolve(own<SnapshotRecord>(this.data.snapshots, id)),
        findByToken: tokenHash =>
            Promise.resolve(
                Object.values(this.data.snapshots).find(
                    snapshot => snapshot.tokenHash === tokenHash || snapshot.endedTokens.includes(tokenHash)
                )
            ),
        listOf: owner =>
            Promise.resolve(Object.values(this.data.snapshots).filter(snapshot => snapshot.ownerId === owner)),
        listOfWorkspace: id =>
            Promise.resolve(Object.values(this.data.snapshots).filter(snapshot => snapshot.workspace?.id === id)),
        listAll: () => Promise.resolve(Object.values(this.data.snapshots)),
        put: snapshot =>
            this.change(document => {
                document.snapshots[snapshot.id] = {
                    ...snapshot,
                    endedTokens: [...snapshot.endedTokens],
                    people: [...snapshot.people]
                };
            }),
        remove: id =>
            this.change(document => {
                document.snapshots = withoutKey(document.snapshots, id);
            })
    };

    readonly latestLinks: Store['latestLinks'] = {
        get: id => Promise.resolve(own<LatestLinkRecord>(this.data.latestLinks, id)),
        findByToken: tokenHash =>
            Promise.resolve(Object.values(this.data.latestLinks).find(link => link.tokenHash === tokenHash)),
        put: link =>
            this.change(document => {
                document.latestLinks[link.workspaceId] = { ...link };
            }),
        remove: id =>
            this.change(document => {
                document.latestLinks = withoutKey(document.latestLinks, id);
            })
    };

    readonly workbenchStates: Store['workbenchStates'] = {
        get: (id, userId) => this.stateFiles.get(id, userId),
        put: state =>
            this.stateFiles
                .put(state, () => own(this.data.workspaces, state.workspaceId) !== undefined)
                .catch((error: unknown) => {
                    throw notStored(error);
                })
    };

    readonly audit: Store['audit'] = {
        append: record => this.auditFile.append(record),
        list: (id, limit) => this.auditFile.list(id, limit)
    };

    removeExpired(now: Date): Promise<void> {
        const over = (record: { expiresAt?: string | undefined }) =>
            record.expiresAt !== undefined && new Date(record.expiresAt) <= now;
        const { sessions, entries, accessTokens } = this.data;
        if (
            ![sessions, entries, accessTokens].some(records =>
                Object.values<{ expiresAt?: string | undefined }>(records).some(over)
            )
        ) {
            return Promise.resolve();
        }
        return this.change(document => {
            document.sessions = without(document.sessions, over);
            document.entries = without(document.entries, over);
            document.accessTokens = without(document.accessTokens, over);
        });
    }

    check(): Promise<void> {
        return this.change(() => undefined);
    }

    async close(): Promise<void> {
        await this.pending?.done.catch(() => undefined);
        await this.writing;
        await this.stateFiles.close();
        await this.auditFile.close();
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
        const after = copyOf(before);
        for (const apply of changes) {
            apply(after);
        }
        this.database.data = after;
        try {
            await this.database.write();
            this.data = after;
        } catch (error) {
            throw notStored(error);
        }
    }
}

function notStored(error: unknown): LongtableError {
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    return new LongtableError(
        full ? 'disk-full' : 'internal',
        full
            ? 'The disk of the server is full, so the change could not be stored. What was there before was kept. Free some space and try again.'
            : `The change could not be stored (${messageOf(error)}). What was there before was kept. Try again.`,
        { cause: error }
    );
}

/** A record by its key. An id such as `constructor` is no record, although every object has a property of that name. */
function own<T>(records: Readonly<Record<string, T>>, key: string): T | undefined {
    return Object.hasOwn(records, key) ? records[key] : undefined;
}

function without<T>(records: Record<string, T>, drop: (record: T) => boolean): Record<string, T> {
    return Object.fromEntries(Object.entries(records).filter(([, record]) => !drop(record)));
}

function withoutKey<T>(records: Record<string, T>, key: string): Record<string, T> {
    const { [key]: _gone, ...rest } = records;
    return rest;
}

/** The id of a workspace holds no slash, so that no two pairs have the same key. */
function keyOf(record: { readonly workspaceId: string; readonly userId: string }): string {
    return `${record.workspaceId}/${record.userId}`;
}

function firstLine(error: Error): string {
    if (error instanceof z.ZodError) {
        const issue = error.issues[0];
        return issue === undefined ? 'unexpected content' : `${issue.path.join('.')}: ${issue.message}`;
    }
    return error.message.split('\n')[0] ?? 'not valid JSON';
}
