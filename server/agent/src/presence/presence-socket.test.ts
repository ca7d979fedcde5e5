import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { People, UserId, type Person } from '@longtable/common';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../clock.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitFor } from '../testing/wait-for.js';
import { PresenceSocket } from './presence-socket.js';
import { Presence } from './presence.js';

let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: Server;
let presence: Presence;
let endpoint: PresenceSocket;
let path: string;

/** Whom the hub vouches for with the next connection; the router that checks the assertion has tests of its own. */
let next: Person;

beforeEach(async () => {
    place = await temporaryDirectory();
    path = join(place.path, 'agent.sock');
    presence = new Presence(systemClock);
    endpoint = new PresenceSocket(presence, 30);
    server = createServer().on('upgrade', (request, socket, head) => {
        void endpoint.route.handle(request, socket, head, next);
    });
    await new Promise<void>(resolve => server.listen(path, resolve));
});

afterEach(async () => {
    endpoint.dispose();
    presence.dispose();
    await new Promise(resolve => server.close(resolve));
    await place[Symbol.asyncDispose]();
});

async function open(name: string, options = {}): Promise<{ socket: WebSocket; told: People[] }> {
    next = { kind: 'person', userId: UserId.parse(name.toLowerCase()), name, role: 'viewer' };
    const socket = new WebSocket(`ws+unix://${path}:${endpoint.route.path}`, options);
    const told: People[] = [];
    socket.on('message', data => told.push(People.parse(JSON.parse((data as Buffer).toString()))));
    await once(socket, 'open');
    return { socket, told };
}

const closed = (socket: WebSocket) =>
    new Promise<number>(resolve => {
        socket.on('error', () => undefined).on('close', resolve);
    });

const names = (people: People | undefined) => people?.people.map(({ name }) => name) ?? [];

test('PRESENCE-4: who comes is told everybody, and who leaves is gone for everybody', async () => {
    const ada = await open('Ada');
    const grace = await open('Grace');
    for (const { told } of [ada, grace]) {
        await waitFor('both', () => names(told.at(-1)).length === 2);
        expect(names(told.at(-1))).toEqual(['Ada', 'Grace']);
    }
    grace.socket.close();
    await waitFor('one', () => names(ada.told.at(-1)).length === 1);
    ada.socket.close();
    await waitFor('nobody', () => presence.people.length === 0);
});

test('PRESENCE-5: nobody can speak for another or say more than a report holds', async () => {
    const ada = await open('Ada');
    ada.socket.send(JSON.stringify({ activity: 'idle', userId: 'grace', name: 'Grace', role: 'owner' }));
    expect(await closed(ada.socket)).toBe(1007);
    await waitFor('nobody', () => presence.people.length === 0);

    const large = await open('Ada');
    large.socket.send(JSON.stringify({ activity: 'idle', location: { path: 'x'.repeat(10_000) } }));
    expect(await closed(large.socket)).toBe(1009);
});

test('PRESENCE-6: a tab that does not answer any more is gone', async () => {
    await open('Ada', { autoPong: false });
    await waitFor('nobody', () => presence.people.length === 0);
});

test('PRESENCE-7: the hub has no seat at the table', () => {
    expect(endpoint.route.allows({ kind: 'hub' })).toBe(false);
});
