import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { IShellTerminalServer } from '@theia/terminal/lib/common/shell-terminal-protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { FrontendConnection } from '../testing/frontend-connection';

let backend: BackendProcess | undefined;
afterEach(async () => {
    await backend?.[Symbol.asyncDispose]();
    backend = undefined;
});

async function shellTerminals(
    connection: FrontendConnection
): Promise<Pick<IShellTerminalServer, 'create' | 'getProcessId'>> {
    const { service: proxy } = await connection.service('/services/shell-terminal');
    const service = proxy as unknown as IShellTerminalServer;
    return { create: options => service.create(options), getProcessId: id => service.getProcessId(id) };
}

test('the socket is private and takes the place of what was there', async () => {
    backend = await BackendProcess.start(async directory => {
        const stale = createServer().listen(path.join(directory, 'stale'));
        await once(stale, 'listening');
        await symlink('stale', path.join(directory, 'ide.sock'));
        stale.close();
    });
    const { mode } = await stat(backend.socket);
    expect(mode & 0o777).toBe(0o600);
    expect(existsSync(`${backend.socket}.starting`)).toBe(false);
    expect((await backend.request('/', await backend.sign(person()))).status).toBe(404);
});

test('terminals inherit nothing that is meant for the backend', async () => {
    backend = await BackendProcess.start();
    using connection = await FrontendConnection.open(backend, await backend.sign(person()), 'id');
    await connection.connect();
    const terminals = await shellTerminals(connection);
    const output = path.join(backend.directory, 'environment');
    await terminals.create({ shell: '/bin/sh', args: ['-c', `env > ${output}.part && mv ${output}.part ${output}`] });

    const environment = await vi.waitFor(() => readFile(output, 'utf8'), { timeout: 20_000, interval: 50 });
    expect(environment).toContain(`HOME=${backend.directory}/home`);
    expect(environment).not.toMatch(/^(LONGTABLE|THEIA|NODE_CHANNEL)_/m);
});

test('a term signal ends the backend and the terminals it runs', async () => {
    backend = await BackendProcess.start();
    using connection = await FrontendConnection.open(backend, await backend.sign(person()), 'id');
    await connection.connect();
    const terminals = await shellTerminals(connection);
    const id = await terminals.create({ shell: '/bin/sleep', args: ['600'] });
    const pid = await terminals.getProcessId(id);
    expect(() => process.kill(pid, 0)).not.toThrow();

    const exit = once(backend.child, 'exit');
    backend.child.kill('SIGTERM');
    await exit;
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000 });
});

test('without its configuration the backend does not start and says why', () => {
    const main = path.resolve(__dirname, '../../../dist/backend/lib/backend/main.js');
    const result = spawnSync(process.execPath, [main], { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('LONGTABLE_IDE_SOCKET');
});
