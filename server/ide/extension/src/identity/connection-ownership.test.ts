import type { Person } from '@longtable/common';
import type { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { FrontendConnection } from '../testing/frontend-connection';

let backend: BackendProcess;
beforeAll(async () => {
    backend = await BackendProcess.start();
});
afterAll(() => backend[Symbol.asyncDispose]());

const ada = person();
const bob = person({ userId: 'bob', name: 'Bob', role: 'editor' });

async function open(who: Person, id: string): Promise<FrontendConnection> {
    return FrontendConnection.open(backend, await backend.sign(who), id);
}

test('a socket is refused without an assertion', async () => {
    await expect(FrontendConnection.open(backend, 'none', 'id')).rejects.toThrow();
});

test('the person who opened a connection gets it back', async () => {
    const first = await open(ada, 'ada-1');
    expect(await first.connect()).toBe(true);
    first.socket.close();
    using second = await open(ada, 'ada-1');
    expect(await second.reconnect()).toBe(true);
});

test('another person who knows the id of a connection does not get it, nor end it', async () => {
    using adas = await open(ada, 'ada-2');
    expect(await adas.connect()).toBe(true);

    using bobs = await open(bob, 'ada-2');
    expect(await bobs.reconnect()).toBe(false);
    expect(await bobs.connect()).toBe(false);

    const { service } = await adas.service('/services/envs');
    expect(await (service as unknown as EnvVariablesServer).getExecPath()).toBe(process.execPath);
});

test('a connection ends when its owner comes back with another role', async () => {
    const first = await open(ada, 'ada-3');
    expect(await first.connect()).toBe(true);
    first.socket.close();
    using second = await open(person({ role: 'editor' }), 'ada-3');
    expect(await second.reconnect()).toBe(false);
});

test('everything a person has open ends when they come back with another role, and does not wait (IDE-4)', async () => {
    const editor = person({ userId: 'eve', role: 'editor' });
    const left = await open(editor, 'eve-1');
    expect(await left.connect()).toBe(true);
    left.socket.close();
    const open2 = await open(editor, 'eve-2');
    expect(await open2.connect()).toBe(true);

    using viewer = await open(person({ userId: 'eve', role: 'viewer' }), 'eve-3');
    expect(await viewer.connect()).toBe(true);
    for (const id of ['eve-1', 'eve-2']) {
        using back = await open(editor, id);
        expect(await back.reconnect(), id).toBe(false);
    }
});

test('a connection taken up again with a lower role can do no more than the role (IDE-4)', async () => {
    const first = await open(person({ userId: 'dora', role: 'editor' }), 'dora');
    expect(await first.connect()).toBe(true);
    first.socket.close();
    using second = await open(person({ userId: 'dora', role: 'viewer' }), 'dora');
    expect(await second.reconnect()).toBe(false);
    using third = await open(person({ userId: 'dora', role: 'viewer' }), 'dora');
    expect(await third.connect()).toBe(true);
    await expect(third.call('/services/shell-terminal', 'create', {})).rejects.toThrow('for viewing');
});

test('an id that is not known is answered with a reload', async () => {
    using connection = await open(ada, 'ada-4');
    expect(await connection.reconnect()).toBe(false);
});
