import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { connect, createServer as createNetServer, type AddressInfo, type Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundle } from '../../bundle.mjs';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { EgressBridge } from './egress-bridge.js';
import { LoopbackForward } from './loopback-forward.js';

let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let bridge: EgressBridge;
let port: number;
let proxy: Server;
let echo: NetServer;

/** A CONNECT proxy on a unix socket, as the hub's is. */
function startProxy(path: string): Promise<Server> {
    const server = createServer();
    server.on('connect', (request, client, head) => {
        const [host, number] = (request.url ?? '').split(':');
        if (host?.startsWith('127.0.0.') !== true) {
            client.end(`HTTP/1.1 ${host === 'forbidden' ? '403 Forbidden' : '502 Bad Gateway'}\r\n\r\n`);
            return;
        }
        const upstream = connect({ host, port: Number(number), allowHalfOpen: true }, () => {
            client.write('HTTP/1.1 200 Connection established\r\n\r\n');
            upstream.write(head);
            client.pipe(upstream).pipe(client);
        });
        upstream.on('error', () => client.destroy());
        client.on('error', () => upstream.destroy());
    });
    return new Promise(resolve => server.listen(path, () => resolve(server)));
}

beforeEach(async () => {
    place = await temporaryDirectory();
    const path = join(place.path, 'egress.sock');
    proxy = await startProxy(path);
    // Answers once the other side has ended, so that a lost half-close shows.
    echo = createNetServer({ allowHalfOpen: true }, socket => {
        void text(socket).then(said => socket.end(`you said ${said.length}`));
    });
    await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve));
    bridge = new EgressBridge(path);
    port = await bridge.listen(0);
});

afterEach(async () => {
    bridge.dispose();
    proxy.closeAllConnections();
    proxy.close();
    echo.close();
    await place[Symbol.asyncDispose]();
});

const echoPort = () => (echo.address() as AddressInfo).port;

/** Runs the ProxyCommand as ssh would. */
async function proxyCommand(host: string, targetPort: number, input: string) {
    await bundle(place.path);
    const child = spawn(process.execPath, [join(place.path, 'connect.mjs'), host, String(targetPort)], {
        env: { LONGTABLE_EGRESS_PORT: String(port) }
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const ended = new Promise<number | null>(resolve => child.on('close', resolve));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { stdout, stderr, code };
}

test('EGRESS-1: bytes pass both ways, and an end of one side leaves the other open', async () => {
    const input = 'x'.repeat(3_000_000);
    expect(await proxyCommand('127.0.0.1', echoPort(), input)).toEqual({
        stdout: 'you said 3000000',
        stderr: '',
        code: 0
    });
});

test('EGRESS-2: without the proxy a CONNECT is answered with 502', async () => {
    await new Promise(resolve => proxy.close(resolve));
    const client = connect(port, '127.0.0.1');
    client.write('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n');
    expect(await text(client)).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[^]*Stop and start the workspace/);
});

test.each([
    ['forbidden', /^longtable: The workspace may not reach forbidden:22: the network rules .* refuse it\.\n$/],
    ['nowhere', /^longtable: The workspace cannot reach nowhere:22: .*502\)\.\n$/]
])('EGRESS-3: a refusal of %s is a sentence on standard error', async (host, sentence) => {
    const result = await proxyCommand(host, 22, '');
    expect(result).toMatchObject({ stdout: '', code: 1 });
    expect(result.stderr).toMatch(sentence);
});

test('EGRESS-3: without the bridge too', async () => {
    bridge.dispose();
    const { stderr, code } = await proxyCommand('127.0.0.1', echoPort(), '');
    expect(stderr).toMatch(/^longtable: The workspace's proxy cannot be reached \(.*ECONNREFUSED.*\)\.\n$/);
    expect(code).toBe(1);
});

test('EGRESS-4: an allowed address of the hub is on the same port of the own loopback', async () => {
    const elsewhere = createNetServer(socket => socket.end('from the hub'));
    await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.2', resolve));
    const { port: target } = elsewhere.address() as AddressInfo;
    const forward = new LoopbackForward(`127.0.0.2:${target}`, join(place.path, 'egress.sock'));
    await forward.listen();
    expect(await text(connect(target, '127.0.0.1'))).toBe('from the hub');
    forward.dispose();
    elsewhere.close();
});

test('EGRESS-4: one that is refused all the same is a closed connection', async () => {
    const freePort = echoPort();
    await new Promise(resolve => echo.close(resolve));
    const forward = new LoopbackForward(`forbidden:${freePort}`, join(place.path, 'egress.sock'));
    await forward.listen();
    expect(await text(connect(freePort, '127.0.0.1'))).toBe('');
    forward.dispose();
});

test('EGRESS-4: all of an answer arrives at a client that reads slowly', async () => {
    const size = 20_000_000;
    // In a sandbox of its own the port would be free; here the proxy leads to another one.
    const service = createNetServer(socket => socket.end(Buffer.alloc(size, 'x')));
    await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve));
    const target = (service.address() as AddressInfo).port;
    const asked: string[] = [];
    const path = join(place.path, 'leading.sock');
    const leading = createServer().on('connect', (request, client) => {
        asked.push(request.url ?? '');
        const upstream = connect({ port: target, host: '127.0.0.1' });
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
    });
    await new Promise<void>(resolve => leading.listen(path, resolve));
    const freePort = echoPort();
    await new Promise(resolve => echo.close(resolve));
    const forward = new LoopbackForward(`localhost:${freePort}`, path);
    await forward.listen();
    const client = connect({ host: '127.0.0.1', port: freePort, allowHalfOpen: true });
    let received = 0;
    for await (const chunk of client) {
        received += (chunk as Buffer).length;
        await new Promise(resolve => setTimeout(resolve, 1));
    }
    client.destroy();
    expect(asked).toEqual([`localhost:${freePort}`]);
    expect(received).toBe(size);
    forward.dispose();
    service.close();
    leading.closeAllConnections();
    leading.close();
});
