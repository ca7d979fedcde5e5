import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import type { PresentPerson } from '@longtable/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { PresenceConnection } from './presence-connection';

const ada = { userId: 'u1', name: 'Ada', role: 'owner', tabs: 1, activity: 'active' };
let server: Server;
let sockets: WebSocketServer;
let heard: string[];
let url: string;

beforeEach(async () => {
    vi.stubGlobal('window', globalThis);
    heard = [];
    server = createServer();
    sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket: WebSocket) => {
        socket.on('message', data => heard.push((data as Buffer).toString()));
        socket.send('not for us');
        socket.send(JSON.stringify({ people: [ada] }));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
    vi.unstubAllGlobals();
    sockets.clients.forEach(socket => socket.terminate());
    await new Promise(resolve => server.close(resolve));
});

test('tells who is here, and comes back by itself when it is cut', { timeout: 30_000 }, async () => {
    const told: (readonly PresentPerson[] | undefined)[] = [];
    const connection = new PresenceConnection(
        url,
        () => connection.send({ activity: 'active' }),
        people => told.push(people)
    );
    try {
        await vi.waitFor(() => expect(told).toEqual([[ada]]), { timeout: 10_000 });
        await vi.waitFor(() => expect(heard).toEqual(['{"activity":"active"}']), { timeout: 10_000 });
        sockets.clients.forEach(socket => socket.terminate());
        await vi.waitFor(() => expect(told).toEqual([[ada], undefined, [ada]]), { timeout: 10_000 });
        await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 10_000 });
    } finally {
        connection.dispose();
    }
    await vi.waitFor(() => expect(sockets.clients.size).toBe(0), { timeout: 10_000 });
});
