import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { People, PresenceNotice, UserId, type Person, type Role } from '@longtable/common';
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

async function open(name: string, options = {}, role: Role = 'viewer') {
    next = { kind: 'person', userId: UserId.parse(name.toLowerCase()), name, role };
    const socket = new WebSocket(`ws+unix://${path}:${endpoint.route.path}`, options);
    const told: People[] = [];
    const notices: PresenceNotice[] = [];
    socket.on('message', data => {
        const message: unknown = JSON.parse((data as Buffer).toString());
        const people = People.safeParse(message);
        if (people.success) {
            told.push(people.data);
        } else {
            notices.push(PresenceNotice.parse(message));
        }
    });
    await once(socket, 'open');
    return { socket, told, notices };
}

/** Waits until everything that was sent before has been acted on, by a report that everybody sees. */
async function settled(...tabs: Awaited<ReturnType<typeof open>>[]): Promise<void> {
    const path = `settled-${++rounds}`;
    for (const { socket } of tabs) {
        socket.send(JSON.stringify({ activity: 'active', location: { path } }));
    }
    for (const { told } of tabs) {
        await waitFor(path, () => told.at(-1)?.people.every(({ location }) => location?.path === path) === true);
    }
}

let rounds = 0;

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

test('PRESENCE-9: who calls everybody is heard in every tab of the others, and in none of their own', async () => {
    const ada = await open('Ada', {}, 'owner');
    const adaElsewhere = await open('Ada', {}, 'owner');
    const grace = await open('Grace');
    const graceElsewhere = await open('Grace');
    const alan = await open('Alan', {}, 'editor');
    ada.socket.send('{"summon":true}');
    await waitFor('answer', () => ada.notices.length === 1);
    expect(ada.notices).toEqual([{ summoned: { asked: 2 } }]);
    const called = { summons: { id: expect.any(String) as string, userId: 'ada', name: 'Ada' } };
    for (const { notices } of [grace, graceElsewhere, alan]) {
        await waitFor('summons', () => notices.length === 1);
        expect(notices).toEqual([called]);
    }

    const [notice] = grace.notices;
    const id = notice && 'summons' in notice ? notice.summons.id : '';
    grace.socket.send(JSON.stringify({ acted: id }));
    await waitFor('withdrawal', () => graceElsewhere.notices.length === 2);
    expect(graceElsewhere.notices[1]).toEqual({ withdrawn: id });
    await settled(ada, adaElsewhere, grace, graceElsewhere, alan);
    expect([ada, adaElsewhere, grace, alan].map(({ notices }) => notices.length)).toEqual([1, 0, 1, 1]);
});

test('PRESENCE-10: a viewer cannot call anybody', async () => {
    const grace = await open('Grace', {}, 'viewer');
    const ada = await open('Ada', {}, 'owner');
    grace.socket.send('{"summon":true}');
    await waitFor('answer', () => grace.notices.length === 1);
    expect(grace.notices).toEqual([{ summoned: { refused: expect.stringContaining('only view') as string } }]);
    await settled(grace, ada);
    expect(ada.notices).toEqual([]);
});

test('PRESENCE-10: nobody calls twice in 30 s, from whichever tab, and is told how long to wait', async () => {
    const ada = await open('Ada', {}, 'editor');
    const adaElsewhere = await open('Ada', {}, 'editor');
    const grace = await open('Grace', {}, 'editor');
    ada.socket.send('{"summon":true}');
    await waitFor('answer', () => ada.notices.length === 1);
    adaElsewhere.socket.send('{"summon":true}');
    await waitFor('refusal', () => adaElsewhere.notices.length === 1);
    expect(adaElsewhere.notices).toEqual([
        { summoned: { refused: expect.stringMatching(/again in (30|2\d) seconds/) as string } }
    ]);
    // Another person may.
    grace.socket.send('{"summon":true}');
    await waitFor('answer', () => grace.notices.some(notice => 'summoned' in notice));
    await settled(ada, adaElsewhere, grace);
    expect(grace.notices.filter(notice => 'summons' in notice)).toHaveLength(1);
});

test('PRESENCE-5: a place may not be larger than its schema, nor hold what it does not know', async () => {
    for (const location of [
        { path: 'a', view: { kind: 'diff', left: 'x'.repeat(2000), right: 'y' } },
        { path: 'a', view: { kind: 'command', command: 'file.delete' } },
        { path: 'a', lines: [0, 1] }
    ]) {
        const { socket } = await open('Ada');
        socket.send(JSON.stringify({ activity: 'active', location }));
        expect(await closed(socket)).toBe(1007);
    }
});
