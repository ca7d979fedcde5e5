import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dial } from './dial.js';
import { ServiceAgent } from './service-agent.js';

const owner = process.getuid?.() ?? 0;
let directory: string;
let server: http.Server;
let connections: number;

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'dial-'));
    connections = 0;
    server = http.createServer((request, response) => {
        request.resume().on('end', () => response.end('hello'));
    });
    server.on('connection', () => {
        connections += 1;
    });
    await new Promise<void>(resolve => server.listen(join(directory, 'real.sock'), resolve));
});

afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await rm(directory, { recursive: true });
});

const unix = (name: string, uid = owner) => ({ kind: 'unix', path: join(directory, name), owner: uid }) as const;
const unreachable = expect.objectContaining({ code: 'workspace-unreachable' }) as unknown;

async function get(agent: http.Agent): Promise<string> {
    return new Promise((resolve, reject) => {
        const request = http.request({ agent, path: '/' }, response => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
            response.on('end', () => {
                resolve(text);
            });
        });
        request.on('error', reject).end();
    });
}

test('connects to a socket of the right owner', async () => {
    const socket = await dial(unix('real.sock'));
    expect(socket.readyState).toBe('open');
    socket.destroy();
});

test('refuses a link to a socket, a file, a missing path and a socket of somebody else', async () => {
    await symlink(join(directory, 'real.sock'), join(directory, 'link.sock'));
    await writeFile(join(directory, 'file.sock'), '');
    await expect(dial(unix('link.sock'))).rejects.toEqual(unreachable);
    await expect(dial(unix('file.sock'))).rejects.toEqual(unreachable);
    await expect(dial(unix('missing.sock'))).rejects.toEqual(unreachable);
    await expect(dial(unix('real.sock', owner + 1))).rejects.toEqual(unreachable);
    expect(connections).toBe(0);
});

test('refuses a socket nobody listens on', async () => {
    const gone = net.createServer();
    const closed = await new Promise<void>(resolve => gone.listen(join(directory, 'gone.sock'), resolve)).then(
        () => new Promise(resolve => gone.close(resolve))
    );
    expect(closed).toBeUndefined();
    await expect(dial(unix('gone.sock'))).rejects.toEqual(unreachable);
});

test('connects by TCP and refuses a closed port', async () => {
    const tcp = net.createServer(socket => socket.end());
    await new Promise<void>(resolve => tcp.listen(0, '127.0.0.1', resolve));
    const { port } = tcp.address() as net.AddressInfo;
    (await dial({ kind: 'tcp', host: '127.0.0.1', port })).destroy();
    await new Promise(resolve => tcp.close(resolve));
    await expect(dial({ kind: 'tcp', host: '127.0.0.1', port })).rejects.toEqual(unreachable);
});

test('an agent reuses its connection and passes the error of a refused one', async () => {
    const agent = new ServiceAgent(unix('real.sock'));
    expect(await get(agent)).toBe('hello');
    expect(await get(agent)).toBe('hello');
    expect(connections).toBe(1);
    agent.destroy();
    const refused = new ServiceAgent(unix('missing.sock'));
    await expect(get(refused)).rejects.toEqual(unreachable);
    refused.destroy();
});
