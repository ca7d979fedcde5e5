import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { bodyDeadline, SERVER_TIMEOUTS } from './server-timeouts.js';

const servers: http.Server[] = [];

afterEach(async () => {
    for (const server of servers.splice(0)) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
    }
});

async function listening(listener: http.RequestListener): Promise<{ server: http.Server; socket: net.Socket }> {
    const quick = { ...SERVER_TIMEOUTS, headersTimeout: 300, connectionsCheckingInterval: 20 };
    const server = http.createServer(quick, listener).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const socket = net.connect(port, '127.0.0.1').setEncoding('latin1');
    socket.on('error', () => undefined);
    return { server, socket };
}

test('the body of a request may take as long as it takes, its head may not', async () => {
    const { server, socket } = await listening((request, response) => {
        request.resume().on('end', () => response.end('complete'));
    });
    expect(server.requestTimeout).toBe(0);
    let text = '';
    socket.on('data', (chunk: string) => (text += chunk));
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n');
    for (let byte = 0; byte < 8; byte += 1) {
        await sleep(100);
        socket.write('x');
    }
    await expect.poll(() => text, { timeout: 10_000 }).toContain('complete');

    const slow = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1').setEncoding('latin1');
    let refusal = '';
    slow.on('data', (chunk: string) => (refusal += chunk));
    slow.write('POST / HTTP/1.1\r\nHost: a\r\n');
    await once(slow, 'close');
    expect(refusal).toContain('408');
});

test('a body of the hub’s own that never ends is given up', async () => {
    const application = express();
    application.use(bodyDeadline(200), express.json());
    application.use((request, response) => {
        response.json(request.body);
    });
    const { server, socket } = await listening(application);
    const begun = Date.now();
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{');
    await once(socket, 'close');
    expect(Date.now() - begun).toBeGreaterThan(150);

    const { port } = server.address() as net.AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"a":1}'
    });
    expect(await answer.json()).toEqual({ a: 1 });
});
