import { SnapshotId, UserId, WorkspaceId } from '@longtable/common';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
    AccessTokenRecord,
    AuditRecord,
    EndingRecord,
    EntryRecord,
    JoinRequestRecord,
    MemberRecord,
    SessionRecord,
    ShareRecord,
    SnapshotRecord,
    Store,
    UserRecord,
    WorkspaceRecord
} from './store.js';

/** A place where stores are opened, for the contract of all of them. */
export interface StorePlace {
    /** Opens the store; again after `close`, it is the same one. */
    open(): Promise<Store>;
    dispose(): Promise<void>;
}

export const userId = (text: string) => UserId.parse(text);
export const workspaceId = (text: string) => WorkspaceId.parse(text);

export const ada: UserRecord = {
    id: userId('ada'),
    name: 'Ada',
    email: 'ada@example.org',
    identities: [
        { provider: 'dev', subject: 'name:ada' },
        { provider: 'github', subject: '17' }
    ],
    createdAt: '2026-01-01T00:00:00.000Z'
};

export function workspaceOf(owner: UserId, id: string): WorkspaceRecord {
    return {
        id: workspaceId(id),
        ownerId: owner,
        name: `Table ${id}`,
        folder: 'engine',
        repository: 'https://git.example.org/ada/engine',
        pinned: false,
        status: 'stopped',
        provisioned: true,
        createdAt: '2026-01-01T00:00:00.000Z'
    };
}

export function sessionOf(hash: string, expiresAt = '2099-01-01T00:00:00.000Z'): SessionRecord {
    return { hash, expiresAt, data: { cookie: { path: '/' }, passport: { user: 'ada' } } };
}

export function entryOf(hash: string, session: string, workspace: string): EntryRecord {
    return {
        hash,
        workspaceId: workspaceId(workspace),
        userId: ada.id,
        sessionHash: session,
        expiresAt: '2099-01-01T00:00:00.000Z'
    };
}

const at = '2026-01-01T00:00:00.000Z';

export function snapshotOf(id: string, workspace: string): SnapshotRecord {
    return {
        id: SnapshotId.parse(id),
        ownerId: ada.id,
        name: 'First',
        folder: 'engine',
        workspace: { id: workspaceId(workspace), name: 'Engine' },
        createdAt: at,
        files: 3,
        bytes: 100,
        addedBytes: 50,
        opened: 0,
        linkId: 'link',
        tokenHash: 'hash',
        endedTokens: ['ended'],
        visibility: 'people',
        people: ['grace@example.org']
    };
}

export function shareOf(workspace: string, id = `share-${workspace}`): ShareRecord {
    return {
        id,
        workspaceId: workspaceId(workspace),
        tokenHash: `hash-${id}`,
        role: 'viewer',
        approval: true,
        expiresAt: '2099-01-01T00:00:00.000Z',
        keepOnStop: false,
        createdAt: at
    };
}

export function memberOf(workspace: string, person: string): MemberRecord {
    return {
        workspaceId: workspaceId(workspace),
        userId: userId(person),
        shareId: `share-${workspace}`,
        role: 'editor',
        since: at
    };
}

export function requestOf(workspace: string, person: string): JoinRequestRecord {
    return {
        workspaceId: workspaceId(workspace),
        userId: userId(person),
        shareId: `share-${workspace}`,
        state: 'waiting',
        at
    };
}

export function endingOf(workspace: string, person: string): EndingRecord {
    return {
        workspaceId: workspaceId(workspace),
        userId: userId(person),
        shareId: `share-${workspace}`,
        removed: true,
        message: 'Ada removed you.',
        at
    };
}

export function auditOf(workspace: string, detail: string): AuditRecord {
    return {
        workspaceId: workspaceId(workspace),
        at,
        action: 'shared',
        actor: { userId: userId('ada'), name: 'Ada' },
        detail,
        from: '127.0.0.1'
    };
}

/** What every `Store` has to do. */
export function describeStore(name: string, make: () => Promise<StorePlace>): void {
    describe(`${name} keeps the contract of a store`, () => {
        let place: StorePlace;
        let store: Store;

        beforeEach(async () => {
            place = await make();
            store = await place.open();
        });

        afterEach(async () => {
            await store.close();
            await place.dispose();
        });

        const reopen = async () => {
            await store.close();
            store = await place.open();
        };

        test('what was put is there, also after it was closed and opened again', async () => {
            const workspace = workspaceOf(ada.id, 'engine01');
            await store.users.put(ada);
            await store.workspaces.put(workspace);
            await store.sessions.put(sessionOf('s1'));
            await store.entries.put(entryOf('e1', 's1', 'engine01'));
            for (let round = 0; round < 2; round++) {
                expect(await store.users.get(ada.id)).toEqual(ada);
                expect(await store.workspaces.get(workspace.id)).toEqual(workspace);
                expect(await store.sessions.get('s1')).toEqual(sessionOf('s1'));
                expect(await store.entries.get('e1')).toEqual(entryOf('e1', 's1', 'engine01'));
                await reopen();
            }
        });

        test('what was never put is not there', async () => {
            for (const key of ['nothing1', 'constructor', '__proto__', 'toString', 'hasOwnProperty']) {
                expect(await store.users.get(key as UserId), key).toBeUndefined();
                expect(await store.workspaces.get(key as WorkspaceId), key).toBeUndefined();
                expect(await store.sessions.get(key), key).toBeUndefined();
                expect(await store.entries.get(key), key).toBeUndefined();
            }
            expect(await store.users.findByIdentity('dev', 'name:nobody')).toBeUndefined();
            expect(await store.workspaces.listAll()).toEqual([]);
        });

        test('ids that are names of properties elsewhere are ids like any other', async () => {
            const workspace = workspaceOf(ada.id, 'constructor');
            await store.workspaces.put(workspace);
            await reopen();
            expect(await store.workspaces.listAll()).toEqual([workspace]);
            await store.workspaces.remove(workspace.id);
            expect(await store.workspaces.get(workspace.id)).toBeUndefined();
        });

        test('a person is found by each identity, and only by provider and subject together', async () => {
            await store.users.put(ada);
            expect(await store.users.findByIdentity('dev', 'name:ada')).toEqual(ada);
            expect(await store.users.findByIdentity('github', '17')).toEqual(ada);
            expect(await store.users.findByIdentity('github', 'name:ada')).toBeUndefined();
            expect(await store.users.findByIdentity('oidc', '17')).toBeUndefined();
        });

        test('a record is replaced as a whole', async () => {
            await store.users.put(ada);
            const { email: _gone, ...rest } = ada;
            await store.users.put({ ...rest, name: 'Ada L.' });
            expect(await store.users.get(ada.id)).toEqual({ ...rest, name: 'Ada L.' });
        });

        test('changing an object that was put changes nothing that is stored', async () => {
            const given = { ...ada, identities: [...ada.identities] };
            await store.users.put(given);
            given.name = 'Mallory';
            given.identities.length = 0;
            expect(await store.users.get(ada.id)).toEqual(ada);
        });

        test('the workspaces of one owner are those of nobody else', async () => {
            const own = [workspaceOf(ada.id, 'engine01'), workspaceOf(ada.id, 'engine02')];
            await Promise.all([...own, workspaceOf(userId('grace'), 'compiler')].map(one => store.workspaces.put(one)));
            const listed = await store.workspaces.listOwnedBy(ada.id);
            expect(listed.map(one => one.id).sort()).toEqual(['engine01', 'engine02']);
            expect(await store.workspaces.listAll()).toHaveLength(3);
        });

        test('a workspace takes the entries into it along when it goes', async () => {
            await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
            await store.entries.put(entryOf('e1', 's1', 'engine01'));
            await store.entries.put(entryOf('e2', 's1', 'engine02'));
            await store.workspaces.remove(workspaceId('engine01'));
            expect(await store.workspaces.get(workspaceId('engine01'))).toBeUndefined();
            expect(await store.entries.get('e1')).toBeUndefined();
            expect(await store.entries.get('e2')).toBeDefined();
        });

        test('a session takes its entries along when it goes', async () => {
            await store.sessions.put(sessionOf('s1'));
            await store.sessions.put(sessionOf('s2'));
            await store.entries.put(entryOf('e1', 's1', 'engine01'));
            await store.entries.put(entryOf('e2', 's2', 'engine01'));
            await store.sessions.remove('s1');
            expect(await store.sessions.get('s1')).toBeUndefined();
            expect(await store.entries.get('e1')).toBeUndefined();
            expect(await store.sessions.get('s2')).toBeDefined();
            expect(await store.entries.get('e2')).toBeDefined();
        });

        test('a session that goes while it is being extended is gone', async () => {
            await store.sessions.put(sessionOf('s1', '2098-01-01T00:00:00.000Z'));
            await store.sessions.extend('s1', '2099-01-01T00:00:00.000Z');
            expect(await store.sessions.get('s1')).toEqual(sessionOf('s1'));
            const going = store.sessions.remove('s1');
            await Promise.all([going, store.sessions.extend('s1', '2099-06-01T00:00:00.000Z')]);
            expect(await store.sessions.get('s1')).toBeUndefined();
            await store.sessions.extend('s1', '2099-06-01T00:00:00.000Z');
            expect(await store.sessions.get('s1')).toBeUndefined();
        });

        test('a session is updated while it is there, and not brought back by that', async () => {
            await store.sessions.put(sessionOf('s1'));
            const changed = { ...sessionOf('s1'), userId: ada.id };
            await store.sessions.update(changed);
            expect(await store.sessions.get('s1')).toEqual(changed);
            await Promise.all([store.sessions.remove('s1'), store.sessions.update(changed)]);
            expect(await store.sessions.get('s1')).toBeUndefined();
        });

        test('a snapshot and a moving link are there after a reopening, found in every way, and outlive their workspace', async () => {
            const snapshot = snapshotOf('abcdefghijklmnop', 'engine01');
            const link = { workspaceId: workspaceId('engine01'), ownerId: ada.id, linkId: 'l', tokenHash: 'latest' };
            await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
            await store.snapshots.put(snapshot);
            await store.latestLinks.put(link);
            await store.workspaces.remove(workspaceId('engine01'));
            await reopen();
            expect(await store.snapshots.get(snapshot.id)).toEqual(snapshot);
            expect(await store.snapshots.findByToken('hash')).toEqual(snapshot);
            expect(await store.snapshots.findByToken('ended')).toEqual(snapshot);
            expect(await store.snapshots.findByToken('other')).toBeUndefined();
            expect(await store.snapshots.listOf(ada.id)).toEqual([snapshot]);
            expect(await store.snapshots.listOf(userId('grace'))).toEqual([]);
            expect(await store.snapshots.listOfWorkspace(workspaceId('engine01'))).toEqual([snapshot]);
            expect(await store.snapshots.listAll()).toEqual([snapshot]);
            expect(await store.latestLinks.get(link.workspaceId)).toEqual(link);
            expect(await store.latestLinks.findByToken('latest')).toEqual(link);
            await store.snapshots.remove(snapshot.id);
            await store.latestLinks.remove(link.workspaceId);
            expect(await store.snapshots.get(snapshot.id)).toBeUndefined();
            expect(await store.latestLinks.findByToken('latest')).toBeUndefined();
        });

        test('what is over is forgotten, and nothing else', async () => {
            await store.sessions.put(sessionOf('old', '2026-01-01T00:00:00.000Z'));
            await store.sessions.put(sessionOf('new', '2026-01-01T00:00:00.001Z'));
            await store.entries.put({ ...entryOf('old', 'new', 'engine01'), expiresAt: '2025-01-01T00:00:00.000Z' });
            await store.entries.put(entryOf('new', 'new', 'engine01'));
            await store.removeExpired(new Date('2026-01-01T00:00:00.000Z'));
            await reopen();
            expect(await store.sessions.get('old')).toBeUndefined();
            expect(await store.entries.get('old')).toBeUndefined();
            expect(await store.sessions.get('new')).toBeDefined();
            expect(await store.entries.get('new')).toBeDefined();
        });

        test('a share, its members and requests are there, also after a reopening, and found in every way', async () => {
            const [share, member, request] = [
                shareOf('engine01'),
                memberOf('engine01', 'grace'),
                requestOf('engine01', 'alan')
            ];
            await store.shares.put(share);
            await store.members.put(member);
            await store.members.put(memberOf('engine02', 'grace'));
            await store.joinRequests.put(request);
            for (let round = 0; round < 2; round++) {
                expect(await store.shares.get(share.workspaceId)).toEqual(share);
                expect(await store.shares.findByToken(share.tokenHash)).toEqual(share);
                expect(await store.shares.findByToken('another')).toBeUndefined();
                expect(await store.shares.listAll()).toEqual([share]);
                expect(await store.members.get(member.workspaceId, member.userId)).toEqual(member);
                expect(await store.members.get(member.workspaceId, userId('alan'))).toBeUndefined();
                expect(await store.members.listOf(member.workspaceId)).toEqual([member]);
                expect((await store.members.listFor(member.userId)).map(one => one.workspaceId).sort()).toEqual([
                    'engine01',
                    'engine02'
                ]);
                expect(await store.joinRequests.get(request.workspaceId, request.userId)).toEqual(request);
                expect(await store.joinRequests.listOf(request.workspaceId)).toEqual([request]);
                await reopen();
            }
        });

        test('the end of sharing takes members and requests along, and keeps how it ended', async () => {
            await store.shares.put(shareOf('engine01'));
            await store.shares.put(shareOf('engine02'));
            await store.members.put(memberOf('engine01', 'grace'));
            await store.members.put(memberOf('engine02', 'grace'));
            await store.joinRequests.put(requestOf('engine01', 'alan'));
            const ending = endingOf('engine01', 'grace');
            await store.shares.remove(workspaceId('engine01'), [ending]);
            await reopen();
            expect((await store.shares.listAll()).map(one => one.workspaceId)).toEqual(['engine02']);
            expect(await store.shares.findByToken('hash-share-engine01')).toBeUndefined();
            expect(await store.members.listOf(workspaceId('engine01'))).toEqual([]);
            expect(await store.members.listOf(workspaceId('engine02'))).toHaveLength(1);
            expect(await store.joinRequests.listOf(workspaceId('engine01'))).toEqual([]);
            expect(await store.endings.get(ending.workspaceId, ending.userId)).toEqual(ending);
            expect(await store.endings.get(ending.workspaceId, userId('alan'))).toBeUndefined();
        });

        test('a member who is removed is none, and letting them in again forgets the removal and the request', async () => {
            const ending = endingOf('engine01', 'grace');
            await store.members.put(memberOf('engine01', 'grace'));
            await store.members.remove(ending);
            expect(await store.members.get(ending.workspaceId, ending.userId)).toBeUndefined();
            expect(await store.endings.get(ending.workspaceId, ending.userId)).toEqual(ending);
            await store.joinRequests.put(requestOf('engine01', 'grace'));
            await store.members.put(memberOf('engine01', 'grace'));
            expect(await store.members.get(ending.workspaceId, ending.userId)).toBeDefined();
            expect(await store.endings.get(ending.workspaceId, ending.userId)).toBeUndefined();
            expect(await store.joinRequests.get(ending.workspaceId, ending.userId)).toBeUndefined();
        });

        test('a workspace takes everything about its sharing along, but not what was done in it', async () => {
            await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
            await store.shares.put(shareOf('engine01'));
            await store.members.put(memberOf('engine01', 'grace'));
            await store.members.remove(endingOf('engine01', 'alan'));
            await store.joinRequests.put(requestOf('engine01', 'kay'));
            await store.audit.append(auditOf('engine01', 'first'));
            const id = workspaceId('engine01');
            await store.workspaces.remove(id);
            expect(await store.shares.listAll()).toEqual([]);
            expect(await store.members.listFor(userId('grace'))).toEqual([]);
            expect(await store.joinRequests.listOf(id)).toEqual([]);
            expect(await store.endings.get(id, userId('alan'))).toBeUndefined();
            expect(await store.audit.list(id, 10)).toHaveLength(1);
        });

        test('the audit log answers the newest entries of one workspace first, also after a reopening', async () => {
            const wide = 'ü'.repeat(1000);
            for (let index = 0; index < 100; index++) {
                await store.audit.append(auditOf('engine01', `${String(index)} ${wide}`));
                await store.audit.append(auditOf('engine02', 'another'));
            }
            for (let round = 0; round < 2; round++) {
                const listed = await store.audit.list(workspaceId('engine01'), 60);
                expect(listed.map(one => one.detail)).toEqual(
                    Array.from({ length: 60 }, (_, index) => `${String(99 - index)} ${wide}`)
                );
                expect(await store.audit.list(workspaceId('engine01'), 1000)).toHaveLength(100);
                expect(await store.audit.list(workspaceId('engine03'), 1000)).toEqual([]);
                await reopen();
            }
        });

        test('entries of the audit log that come at once are all there, in order', async () => {
            await Promise.all(
                Array.from({ length: 300 }, (_, index) => store.audit.append(auditOf('engine01', String(index))))
            );
            const listed = await store.audit.list(workspaceId('engine01'), 1000);
            expect(listed.map(one => one.detail)).toEqual(
                Array.from({ length: 300 }, (_, index) => String(299 - index))
            );
        });

        test('a person is found by an address that a provider vouches for, and by no other', async () => {
            const grace: UserRecord = { ...ada, id: userId('grace'), identities: [], emailVerified: true, admin: true };
            await store.users.put(ada);
            expect(await store.users.findByVerifiedEmail('ada@example.org')).toBeUndefined();
            await store.users.put(grace);
            expect(await store.users.findByVerifiedEmail('Ada@Example.org')).toEqual(grace);
            expect(await store.users.findByVerifiedEmail('ada@example.com')).toBeUndefined();
            expect(await store.users.listAll()).toEqual([ada, grace]);
        });

        test('all sessions of a person go with their entries, and those of nobody else', async () => {
            const grace = userId('grace');
            await store.sessions.put({ ...sessionOf('s1'), userId: ada.id });
            await store.sessions.put({ ...sessionOf('s2'), userId: ada.id });
            await store.sessions.put({ ...sessionOf('s3'), userId: grace });
            await store.sessions.put(sessionOf('s4'));
            await store.entries.put(entryOf('e1', 's1', 'engine01'));
            await store.entries.put({ ...entryOf('e3', 's3', 'engine01'), userId: grace });
            await store.sessions.removeOf(ada.id);
            for (const gone of ['s1', 's2']) {
                expect(await store.sessions.get(gone)).toBeUndefined();
            }
            expect(await store.entries.get('e1')).toBeUndefined();
            expect(await store.sessions.get('s3')).toBeDefined();
            expect(await store.sessions.get('s4')).toBeDefined();
            expect(await store.entries.get('e3')).toBeDefined();
        });

        test('access tokens are there, also after a reopening, until they are removed or over', async () => {
            const tokenOf = (id: string, owner: UserId, expiresAt?: string): AccessTokenRecord => ({
                id,
                hash: `hash of ${id}`,
                userId: owner,
                name: 'CI',
                createdAt: '2026-01-01T00:00:00.000Z',
                ...(expiresAt === undefined ? {} : { expiresAt })
            });
            const grace = userId('grace');
            const [first, second] = [tokenOf('t1', ada.id), tokenOf('t2', ada.id, '2026-02-01T00:00:00.000Z')];
            const third = tokenOf('t3', grace, '2099-01-01T00:00:00.000Z');
            await Promise.all([first, second, third].map(token => store.accessTokens.put(token)));
            await reopen();
            expect(await store.accessTokens.get('t1')).toEqual(first);
            expect(await store.accessTokens.get('constructor')).toBeUndefined();
            expect(await store.accessTokens.findByHash('hash of t2')).toEqual(second);
            expect(await store.accessTokens.findByHash('t2')).toBeUndefined();
            expect(await store.accessTokens.listOf(ada.id)).toEqual([first, second]);
            await store.accessTokens.used('t1', '2026-01-02T00:00:00.000Z');
            expect(await store.accessTokens.get('t1')).toEqual({ ...first, lastUsedAt: '2026-01-02T00:00:00.000Z' });
            await store.removeExpired(new Date('2026-03-01T00:00:00.000Z'));
            expect(await store.accessTokens.get('t2')).toBeUndefined();
            await store.accessTokens.remove('t1');
            await store.accessTokens.used('t1', '2026-01-03T00:00:00.000Z');
            expect(await store.accessTokens.listOf(ada.id)).toEqual([]);
            await store.accessTokens.removeOf(ada.id);
            expect(await store.accessTokens.listOf(grace)).toEqual([third]);
            await store.accessTokens.removeOf(grace);
            expect(await store.accessTokens.get('t3')).toBeUndefined();
        });

        test('removing what is not there is not an error', async () => {
            await store.workspaces.remove(workspaceId('nothing1'));
            await store.shares.remove(workspaceId('nothing1'), []);
            await store.sessions.remove('nothing');
            await store.removeExpired(new Date());
            await store.check();
        });

        test('changes at the same time are all there, the last one of each record', async () => {
            await Promise.all(
                Array.from({ length: 200 }, (_, index) =>
                    store.sessions.put({ ...sessionOf(`s${String(index % 50)}`), data: { index } })
                )
            );
            await reopen();
            for (let index = 0; index < 50; index++) {
                expect((await store.sessions.get(`s${String(index)}`))?.data).toEqual({ index: 150 + index });
            }
        });
    });
}
