import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workspace } from '@longtable/common';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfiguration } from './configuration/configuration.js';
import { startHub, type Hub } from './hub.js';
import { bodyOf } from './testing/gateway-fixture.js';

const Answer = Workspace.pick({ id: true, status: true });

let directory: string;
let hub: Hub | undefined;
let port: number;
/** Removes the workspace of a test that failed: it would outlive its hub. */
let cleanUp: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hub-'));
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    port = (probe.address() as net.AddressInfo).port;
    probe.close();
    await once(probe, 'close');
});

afterEach(async () => {
    await cleanUp?.();
    await hub?.dispose();
    await rm(directory, { recursive: true });
});

async function start(): Promise<void> {
    const flags = ['--port', String(port), '--runtime', 'process', '--data', join(directory, 'data')];
    const configuration = readConfiguration({ arguments: flags, environment: {}, directory });
    hub = await startHub(configuration, '1.2.3', pino({ level: 'silent' }));
}

async function ask(method: string, path: string, options: RequestOptions = {}, body = ''): Promise<IncomingMessage> {
    const request = http.request({ host: '127.0.0.1', port, method, path, agent: false, ...options });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
}

const cookieOf = (response: IncomingMessage) => response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';

test('a real workspace: made, entered, downloaded, found again by the next hub, stopped and deleted', async () => {
    await start();
    const json = { host: `localhost:${String(port)}`, 'content-type': 'application/json' };
    const cookie = cookieOf(await ask('POST', '/login/dev', { headers: json }, '{"name":"Ada"}'));
    const headers = { ...json, cookie };
    const api = async (method: string, path: string, body = '') =>
        Answer.parse(JSON.parse(await bodyOf(await ask(method, `/api/v1/workspaces${path}`, { headers }, body))));
    const { id } = await api('POST', '', '{"name":"Engine"}');
    cleanUp = () => ask('DELETE', `/api/v1/workspaces/${id}`, { headers });
    const reaches = (status: string) =>
        vi.waitFor(
            async () => {
                expect(await api('GET', `/${id}`)).toMatchObject({ status });
            },
            { timeout: 90_000, interval: 100 }
        );
    await reaches('running');

    const door = await ask('GET', `/w/${id}`, { headers });
    const location = new URL(door.headers.location ?? '');
    expect(location.host).toBe(`${id}.localhost:${String(port)}`);
    const entered = await ask('GET', location.pathname + location.search, { headers: { host: location.host } });
    const inside = { host: location.host, cookie: cookieOf(entered) };
    expect((await ask('GET', '/', { headers: inside })).statusCode).toBe(200);
    expect(JSON.parse(await bodyOf(await ask('GET', '/.longtable/context', { headers: inside })))).toMatchObject({
        me: { name: 'Ada' },
        workspace: { id, status: 'running' },
        runtime: 'process'
    });

    // The IDE's own way of talking: it answers the first packet of engine.io, forwarded from its socket.
    const polled = await ask('GET', '/socket.io/?EIO=4&transport=polling', { headers: inside });
    expect(polled.statusCode).toBe(200);
    expect(await bodyOf(polled)).toMatch(/^0\{"sid":/);

    const archive = await ask('GET', `/api/v1/workspaces/${id}/download`, { headers });
    expect(archive.headers).toMatchObject({
        'content-type': 'application/x-tar',
        'content-disposition': 'attachment; filename=Engine.tar'
    });
    const chunks: Buffer[] = [];
    for await (const chunk of archive) {
        chunks.push(chunk as Buffer);
    }
    expect(Buffer.concat(chunks).toString('latin1')).toContain('Engine/');
    for (let count = 0; count < 3; count++) {
        // Somebody who changes their mind in the middle must not take the hub along.
        const request = http.request({ host: '127.0.0.1', port, path: `/api/v1/workspaces/${id}/download`, headers });
        request.on('error', () => undefined).end();
        await once(request, 'response');
        request.destroy();
    }

    const socket = net.connect(port, '127.0.0.1');
    socket.write(
        `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${inside.host}\r\nCookie: ${inside.cookie}\r\n` +
            `Origin: http://${inside.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
    );
    const [head] = (await once(socket.setEncoding('latin1'), 'data')) as [string];
    expect(head).toMatch(/^HTTP\/1\.1 101 /);

    // With the socket open: the hub ends, the workspace does not.
    const closed = once(socket, 'close');
    await hub?.dispose();
    await closed;
    await start();
    await reaches('running');
    expect((await ask('GET', '/', { headers: inside })).statusCode).toBe(200);

    await api('POST', `/${id}/stop`);
    await reaches('stopped');
    expect((await ask('DELETE', `/api/v1/workspaces/${id}`, { headers })).statusCode).toBe(204);
    expect((await ask('GET', `/api/v1/workspaces/${id}`, { headers })).statusCode).toBe(404);
}, 180_000);
