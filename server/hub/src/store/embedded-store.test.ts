import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spawnTypeScript } from '../testing/typescript-process.js';
import { EmbeddedStore } from './embedded-store.js';
import { ada, describeStore, entryOf, sessionOf, shareOf, workspaceOf } from './store-contract.js';
import { describeWorkbenchStates } from './workbench-states-contract.js';

const createPlace = async () => {
    const place = await mkdtemp(join(tmpdir(), 'store-'));
    return {
        open: () => EmbeddedStore.open(place),
        dispose: () => rm(place, { recursive: true })
    };
};
describeStore('EmbeddedStore', createPlace);
describeWorkbenchStates('EmbeddedStore', createPlace);

let directory: string;
let path: string;

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'store-'));
    path = join(directory, 'store.json');
});

afterEach(async () => {
    await rm(directory, { recursive: true });
});

interface OnDisk {
    readonly users: Record<string, unknown>;
    readonly sessions: Record<string, unknown>;
}
const onDisk = async () => JSON.parse(await readFile(path, 'utf8')) as OnDisk;

describe('a change', () => {
    test('is on disk when it is answered, and read only then', async () => {
        const store = await EmbeddedStore.open(directory);
        const putting = store.users.put(ada);
        expect(await store.users.get(ada.id)).toBeUndefined();
        await putting;
        expect((await onDisk()).users).toEqual({ [ada.id]: ada });
        expect(await store.users.get(ada.id)).toEqual(ada);
        await store.close();
    });

    test('shares its write with those that come meanwhile', async () => {
        const store = await EmbeddedStore.open(directory);
        await store.check();
        let done = false as boolean;
        const files = new Set<number>();
        const watching = (async () => {
            while (files.size < 1000) {
                files.add((await stat(path)).ino);
                await delay(0);
                if (done) {
                    return;
                }
            }
        })();

        await Promise.all(
            Array.from({ length: 1000 }, (_, index) => store.sessions.put(sessionOf(`s${String(index)}`)))
        );
        done = true;
        await watching;
        // Each write makes a new file: the one before, at most two for a thousand changes, and what was seen between.
        expect(files.size).toBeLessThanOrEqual(4);
        expect(Object.keys((await onDisk()).sessions)).toHaveLength(1000);
        await store.close();
    });

    test('is finished by closing', async () => {
        const store = await EmbeddedStore.open(directory);
        void store.sessions.put(sessionOf('s1'));
        await store.close();
        expect(Object.keys((await onDisk()).sessions)).toEqual(['s1']);
    });

    test('leaves files that only the hub’s user can read', async () => {
        const store = await EmbeddedStore.open(join(directory, 'new'));
        await store.check();
        await store.close();
        await (await EmbeddedStore.open(join(directory, 'new'))).close();
        expect((await stat(join(directory, 'new'))).mode & 0o777).toBe(0o700);
        expect((await stat(join(directory, 'new/store.json'))).mode & 0o777).toBe(0o600);
        expect((await stat(join(directory, 'new/store.previous.json'))).mode & 0o777).toBe(0o600);
    });
});

describe('a change that cannot be written', () => {
    const make = {
        'disk-full': () => symlink('/dev/full', `${path}.new`),
        internal: () => mkdir(`${path}.new`)
    };

    test.each(['disk-full', 'internal'] as const)('is refused with %s, and all stays as it was', async code => {
        const store = await EmbeddedStore.open(directory);
        await store.users.put(ada);
        await store.sessions.put(sessionOf('s1'));
        await store.entries.put(entryOf('e1', 's1', 'engine01'));
        const before = await readFile(path, 'utf8');
        await make[code]();
        const failures = await Promise.allSettled([
            store.users.put({ ...ada, name: 'Mallory' }),
            store.sessions.remove('s1'),
            store.workspaces.put(workspaceOf(ada.id, 'engine01')),
            store.check()
        ]);
        for (const failure of failures) {
            expect(failure).toMatchObject({ status: 'rejected', reason: { code } });
            expect(String((failure as PromiseRejectedResult).reason)).toContain('What was there before was kept');
        }
        expect(await readFile(path, 'utf8')).toBe(before);
        expect(await store.users.get(ada.id)).toEqual(ada);
        expect(await store.sessions.get('s1')).toBeDefined();
        expect(await store.entries.get('e1')).toBeDefined();
        expect(await store.workspaces.listAll()).toEqual([]);

        await rm(`${path}.new`, { recursive: true });
        await store.users.put({ ...ada, name: 'Ada L.' });
        await store.close();
        expect((await onDisk()).users).toEqual({ [ada.id]: { ...ada, name: 'Ada L.' } });
        expect((await onDisk()).sessions).toHaveProperty('s1');
    });
});

describe('a file that cannot be understood', () => {
    const workspace = workspaceOf(ada.id, 'engine01');
    const good = { version: 1, users: {}, workspaces: {}, sessions: {}, entries: {} };

    test.each([
        ['empty', ''],
        ['cut off', '{"version":1,"users":{"ada":{"id":"ada","na'],
        ['not JSON', 'hello'],
        ['zeros', '\0'.repeat(4096)],
        ['of another version', JSON.stringify({ ...good, version: 2 })],
        ['without a part', JSON.stringify({ ...good, users: undefined })],
        ['null', 'null'],
        [
            'with a bad record',
            JSON.stringify({ ...good, workspaces: { [workspace.id]: { ...workspace, status: 'odd' } } })
        ]
    ])('(%s) stops the start and is left alone', async (_name, text) => {
        await writeFile(path, text);
        await expect(EmbeddedStore.open(directory)).rejects.toMatchObject({ code: 'store-corrupt' });
        await expect(EmbeddedStore.open(directory)).rejects.toThrow('left as it is');
        expect(await readFile(path, 'utf8')).toBe(text);
    });

    test('does not take the place of the copy of the last good one, which can be put back', async () => {
        const store = await EmbeddedStore.open(directory);
        await store.users.put(ada);
        await store.close();
        await (await EmbeddedStore.open(directory)).close();
        await writeFile(path, '{');
        const error: unknown = await EmbeddedStore.open(directory).catch((thrown: unknown) => thrown);
        const copy = join(directory, 'store.previous.json');
        expect(String(error)).toContain(copy);
        await writeFile(path, await readFile(copy));
        const repaired = await EmbeddedStore.open(directory);
        expect(await repaired.users.get(ada.id)).toEqual(ada);
        await repaired.close();
    });

    test('is not a half-written one beside the good one: that is ignored and written over', async () => {
        const store = await EmbeddedStore.open(directory);
        await store.users.put(ada);
        await store.close();
        await writeFile(`${path}.new`, '{"version":1,"users":{');
        const again = await EmbeddedStore.open(directory);
        expect(await again.users.get(ada.id)).toEqual(ada);
        await again.sessions.put(sessionOf('s1'));
        await again.close();
        expect((await onDisk()).sessions).toHaveProperty('s1');
    });
});

describe('what workbenches keep', () => {
    const state = { workspaceId: workspaceOf(ada.id, 'engine01').id, userId: ada.id, revision: 1, entries: {} };
    const states = () => join(directory, 'workbench-states');
    const fileOf = async () => {
        const [name = ''] = await readdir(join(states(), state.workspaceId));
        return join(states(), state.workspaceId, name);
    };

    test.each(['', '{"version":1,"wor', '\0\0\0', '{"version":2}'])(
        'is none when it cannot be understood (%j); the file is kept aside, and a new one takes its place',
        async text => {
            const store = await EmbeddedStore.open(directory);
            await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
            await store.workbenchStates.put(state);
            const file = await fileOf();
            await writeFile(file, text);
            expect(await store.workbenchStates.get(state.workspaceId, ada.id)).toBeUndefined();
            expect(await readFile(`${file}.damaged`, 'utf8')).toBe(text);
            await store.workbenchStates.put(state);
            expect(await store.workbenchStates.get(state.workspaceId, ada.id)).toEqual(state);
            await store.close();
        }
    );

    test('of a workspace that is gone is removed at the next start, when a kill has left it', async () => {
        const store = await EmbeddedStore.open(directory);
        await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
        await store.workbenchStates.put(state);
        await store.close();
        await mkdir(join(states(), 'gone0001'));
        await writeFile(join(states(), 'gone0001', 'x.json'), '{}');
        await (await EmbeddedStore.open(directory)).close();
        expect(await readdir(states())).toEqual(['engine01']);
    });

    test('that cannot be written is refused, and all stays as it was', async () => {
        const store = await EmbeddedStore.open(directory);
        await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
        await store.workbenchStates.put(state);
        await symlink('/dev/full', `${await fileOf()}.new`);
        await expect(store.workbenchStates.put({ ...state, revision: 2 })).rejects.toMatchObject({ code: 'disk-full' });
        expect(await store.workbenchStates.get(state.workspaceId, ada.id)).toEqual(state);
        await store.close();
    });

    test('is in files that only the hub’s user can read', async () => {
        const store = await EmbeddedStore.open(directory);
        await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
        await store.workbenchStates.put(state);
        await store.close();
        expect((await stat(await fileOf())).mode & 0o777).toBe(0o600);
        expect((await stat(join(states(), state.workspaceId))).mode & 0o777).toBe(0o700);
    });
});

test('what was acknowledged before a kill in the middle of writing is all there', async () => {
    for (const milliseconds of [0, 7, 31, 90]) {
        const place = join(directory, String(milliseconds));
        const child = spawnTypeScript(join(import.meta.dirname, 'write-until-killed.ts'), [place]);
        let output = '';
        let errors = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
        const exit = once(child, 'close');
        while (output.split('\n').length < 20) {
            expect(child.exitCode, errors).toBeNull();
            await delay(1);
        }
        await delay(milliseconds);
        child.kill('SIGKILL');
        expect(await exit).toEqual([null, 'SIGKILL']);
        // What is after the last line break may have been cut by the kill.
        const acknowledged = output.split('\n').slice(0, -1);
        expect(acknowledged.length).toBeGreaterThanOrEqual(19);
        const store = await EmbeddedStore.open(place);
        for (const hash of acknowledged) {
            expect(await store.sessions.get(hash), hash).toBeDefined();
        }
        await store.close();
    }
});

test('a file of the first version, without what came later, opens and is empty of that', async () => {
    const { version, users, workspaces, sessions, entries } = {
        version: 1,
        users: { [ada.id]: ada },
        workspaces: {},
        sessions: {},
        entries: {}
    };
    await writeFile(path, JSON.stringify({ version, users, workspaces, sessions, entries }));
    const store = await EmbeddedStore.open(directory);
    expect(await store.users.get(ada.id)).toEqual(ada);
    expect(await store.shares.listAll()).toEqual([]);
    await store.shares.put(shareOf('engine01'));
    expect(await store.shares.listAll()).toHaveLength(1);
    await store.close();
});
