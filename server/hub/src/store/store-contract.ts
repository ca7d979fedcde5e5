import { UserId, WorkspaceId } from '@longtable/common';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EntryRecord, SessionRecord, Store, UserRecord, WorkspaceRecord } from './store.js';

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

        test('removing what is not there is not an error', async () => {
            await store.workspaces.remove(workspaceId('nothing1'));
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
