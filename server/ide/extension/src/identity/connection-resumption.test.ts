import type { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { FrontendConnection } from '../testing/frontend-connection';

let backend: BackendProcess;
beforeAll(async () => {
    backend = await BackendProcess.start();
});
afterAll(() => backend[Symbol.asyncDispose]());

const ada = person();

async function open(id: string): Promise<FrontendConnection> {
    return FrontendConnection.open(backend, await backend.sign(ada), id);
}

async function environment(connection: FrontendConnection): Promise<EnvVariablesServer> {
    const { service } = await connection.service('/services/envs');
    return service as unknown as EnvVariablesServer;
}

test('whatever was asked before and after a socket broke is answered over the next one (IDE-15)', async () => {
    using connection = await open('resumed-1');
    expect(await connection.connect()).toBe(true);
    const service = await environment(connection);
    const ask = () => Array.from({ length: 5 }, () => service.getExecPath());
    const asked = ask();
    // Some of them are on their way, and so may be their answers.
    connection.socket.io.engine.close();
    asked.push(...ask());
    expect(await connection.resume(backend, await backend.sign(ada))).toBe(true);
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 10 }, () => process.execPath));
});

test('a connection goes on over a new socket while the old one is not known to be dead (IDE-15)', async () => {
    using connection = await open('resumed-2');
    expect(await connection.connect()).toBe(true);
    const service = await environment(connection);
    const { socket: old } = connection;
    const ended = new Promise(resolve => old.once('disconnect', resolve));
    expect(await connection.resume(backend, await backend.sign(ada))).toBe(true);
    await ended;
    expect(await service.getExecPath()).toBe(process.execPath);
});

test('a page that says it has more than was ever said is answered with a reload (IDE-15)', async () => {
    using connection = await open('resumed-3');
    expect(await connection.connect()).toBe(true);
    using other = await open('resumed-3');
    other.socket.emit('reconnect', 'resumed-3', 1000);
    expect(await once(other.socket as never, 'reconnect')).toEqual([false]);
});

test('a page that does not keep any more what the backend misses is answered with a reload (IDE-15)', async () => {
    using connection = await open('resumed-5');
    expect(await connection.connect()).toBe(true);
    using other = await open('resumed-5');
    other.socket.emit('reconnect', 'resumed-5', 0, 1);
    expect(await once(other.socket as never, 'reconnect')).toEqual([false]);
});

test('a message that comes too early ends the socket, as the one before it was lost (IDE-15)', async () => {
    using connection = await open('resumed-4');
    expect(await connection.connect()).toBe(true);
    const ended = new Promise(resolve => connection.socket.once('disconnect', resolve));
    connection.socket.send(new Uint8Array([1]), 1000, 0);
    // For any other reason a page would not come back.
    expect(await ended).toBe('transport close');
});
