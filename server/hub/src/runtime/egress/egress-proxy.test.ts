import { lstat, mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EgressProxy } from './egress-proxy.js';
import { parseTarget } from './target.js';

let directory: string;
let path: string;
let proxy: EgressProxy;
let web: http.Server;
let port: number;
let requests: http.IncomingMessage[];

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'egress-'));
    path = join(directory, 'egress.sock');
    requests = [];
    web = http.createServer((request, response) => {
        requests.push(request);
        let body = '';
        request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        request.on('end', () => response.end(`${request.method ?? ''} ${request.url ?? ''} ${body}`));
    });
    await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve));
    port = (web.address() as net.AddressInfo).port;
    proxy = await start([]);
});

afterEach(async () => {
    await proxy.close();
    web.closeAllConnections();
    await new Promise(resolve => web.close(resolve));
    await rm(directory, { recursive: true });
});

async function start(allow: readonly string[]): Promise<EgressProxy> {
    return EgressProxy.start({ path, owner: process.getuid?.() ?? 0, allow, logger: pino({ level: 'silent' }) });
}

async function allow(...entries: string[]): Promise<void> {
    await proxy.close();
    proxy = await start(entries);
}

/** Sends bytes to the proxy and answers what comes back until it closes or is silent. */
async function exchange(bytes: string, end = true): Promise<string> {
    const socket = net.connect({ path, allowHalfOpen: true });
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    const closed = new Promise<void>(resolve => socket.once('end', resolve).once('error', () => resolve()));
    socket.write(bytes);
    if (end) {
        await Promise.race([closed, sleep(3000)]);
    }
    socket.destroy();
    return answer;
}

const connect = (target: string): string => `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`;

test('only its owner may connect to it', async () => {
    expect((await lstat(path)).mode & 0o777).toBe(0o600);
});

test.for(['127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f000001', '0.0.0.0', '[::1]', '[::ffff:127.0.0.1]'])(
    'refuses a tunnel to this machine by the name %s',
    async host => {
        const answer = await exchange(connect(`${host}:${port}`));
        expect(answer).toMatch(/^HTTP\/1\.1 (403|502) /);
        expect(answer).toMatch(/workspaces reach nothing else|cannot be resolved/);
        expect(requests).toEqual([]);
        expect(proxy.counters.refused).toBe(1);
    }
);

test.for(['169.254.169.254:80', '10.0.0.1:22', '192.168.0.1:80', '[fe80::1]:80', '[64:ff9b::a9fe:a9fe]:80'])(
    'refuses %s with a sentence that says what to do',
    async target => {
        const answer = await exchange(connect(target));
        expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden/);
        expect(answer).toContain('LONGTABLE_EGRESS_ALLOW=');
    }
);

test('refuses plain requests to this machine, also by a name that resolves to it', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433']) {
        const answer = await exchange(
            `GET http://${host}:${port}/secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
        );
        expect(answer).toMatch(/^HTTP\/1\.1 403/);
    }
    expect(requests).toEqual([]);
});

test('tunnels to an exception of the administrator, exactly as it is written', async () => {
    await allow(`localhost:${port}`);
    const answer = await exchange(
        `${connect(`LOCALHOST.:${port}`)}GET /path HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('GET /path');
    await expect.poll(() => proxy.counters.receivedBytes).toBeGreaterThan(0);
    expect(proxy.counters.sentBytes).toBeGreaterThan(0);
    expect(await exchange(connect(`127.0.0.1:${port}`))).toMatch(/^HTTP\/1\.1 403/);
    expect(await exchange(connect(`localhost:${port + 1}`))).toMatch(/^HTTP\/1\.1 403/);
});

test('forwards plain requests with their body, without the headers of the proxy', async () => {
    await allow(`127.0.0.1:${port}`);
    const answer = await exchange(
        [
            `POST http://127.0.0.1:${port}/path?query=1 HTTP/1.1`,
            ...['Host: other', 'Proxy-Authorization: secret', 'X-Mine: 1', 'Connection: close, X-Hop', 'X-Hop: 1'],
            'Transfer-Encoding: chunked',
            '',
            '4\r\nbody\r\n0\r\n\r\n'
        ].join('\r\n')
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(answer).toContain('POST /path?query=1 body');
    expect(requests[0]?.headers).toMatchObject({ 'x-mine': '1', host: `127.0.0.1:${port}` });
    expect(requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(requests[0]?.headers).not.toHaveProperty('x-hop');
});

test('answers nonsense, closed ports and unknown names with an error', async () => {
    await allow('127.0.0.1:1');
    expect(await exchange(connect('nonsense'))).toMatch(/^HTTP\/1\.1 400/);
    expect(await exchange('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await exchange('GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/ 400 /);
    expect(await exchange(connect('127.0.0.1:1'))).toMatch(/^HTTP\/1\.1 502 [^]*ECONNREFUSED/);
    expect(await exchange(connect('name.invalid:80'))).toMatch(/^HTTP\/1\.1 502 /);
});

test('a program that goes away takes its tunnel with it, and closing takes all', async () => {
    const ends: string[] = [];
    const silent = net.createServer(socket =>
        socket.on('close', () => ends.push('closed')).on('error', () => undefined)
    );
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const target = `127.0.0.1:${(silent.address() as net.AddressInfo).port}`;
    await allow(target);
    const open = async (): Promise<net.Socket> => {
        const socket = net.connect({ path });
        socket.write(connect(target));
        await new Promise(resolve => socket.once('data', resolve));
        return socket;
    };
    (await open()).destroy();
    await expect.poll(() => ends).toHaveLength(1);
    const left = await open();
    await proxy.close();
    await expect.poll(() => ends).toHaveLength(2);
    left.destroy();
    await new Promise(resolve => silent.close(resolve));
    proxy = await start([]);
});

test.for([
    ['example.org:443', { host: 'example.org', port: 443 }],
    ['Example.ORG.:443', { host: 'example.org', port: 443 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['example.org', undefined],
    ['example.org:0', undefined],
    ['example.org:65536', undefined],
    ['user@example.org:80', undefined],
    ['a/b:80', undefined],
    ['::1:80', undefined]
] as const)('reads the target %s', ([text, target]) => {
    expect(parseTarget(text)).toEqual(target);
});
