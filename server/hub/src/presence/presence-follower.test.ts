import { once } from 'node:events';
import type { AuditEntry, People, Workspace } from '@longtable/common';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { RunningHub, type RawPerson } from '../testing/running-hub.js';

let hub: RunningHub;
let ada: RawPerson;
let id: string;
let link: string;

beforeAll(async () => {
    hub = await RunningHub.create();
    ada = await hub.person('Ada');
    id = await ada.workspace('Engine');
    link = await ada.share(id);
    await ada.enter(id);
}, 90_000);

afterAll(() => hub.dispose());

const tabs: Tab[] = [];
afterEach(() => {
    for (const tab of tabs.splice(0)) {
        tab.socket.terminate();
    }
});

/** A tab of the workbench, as far as presence goes. */
class Tab {
    people: People['people'] = [];

    private constructor(readonly socket: WebSocket) {
        socket.on('message', (data: Buffer) => (this.people = (JSON.parse(data.toString()) as People).people));
        socket.on('error', () => undefined);
    }

    static async of(person: RawPerson, report: unknown): Promise<Tab> {
        const host = `${id}.localhost:${String(hub.port)}`;
        const socket = new WebSocket(`ws://127.0.0.1:${String(hub.port)}/.longtable/presence`, {
            headers: { host, cookie: person.doors.get(id) ?? '' },
            origin: `http://${host}`
        });
        const tab = new Tab(socket);
        tabs.push(tab);
        await once(socket, 'open');
        socket.send(JSON.stringify(report));
        return tab;
    }

    get names(): string[] {
        return this.people.map(person => person.name).sort();
    }
}

const soon = (check: () => unknown, timeout = 5000) => vi.waitFor(check, { timeout, interval: 10 });

async function guest(name: string): Promise<RawPerson> {
    const person = await hub.person(name);
    await person.join(link);
    await person.enter(id);
    return person;
}

const actions = async () =>
    ((await ada.api('GET', `/workspaces/${id}/audit`)).body as { entries: AuditEntry[] }).entries.filter(
        entry => entry.action === 'joined' || entry.action === 'left'
    );

test('SHARE-19 who is inside is seen by everybody inside, on dashboards and by the API', async () => {
    const grace = await guest('Grace');
    const [mine, theirs] = [
        await Tab.of(ada, { activity: 'active' }),
        await Tab.of(grace, { activity: 'active', location: { path: 'src/engine.ts', line: 7 } })
    ];
    await soon(() => {
        expect([mine.names, theirs.names]).toEqual([
            ['Ada', 'Grace'],
            ['Ada', 'Grace']
        ]);
    });
    await soon(async () => {
        const { body } = await grace.api('GET', `/workspaces/${id}/presence`);
        expect((body as People).people.find(person => person.name === 'Grace')).toEqual({
            userId: grace.id,
            name: 'Grace',
            role: 'viewer',
            tabs: 1,
            activity: 'active',
            location: { path: 'src/engine.ts', line: 7 }
        });
    });
    const { body } = await ada.api('GET', '/workspaces');
    expect((body as { workspaces: Workspace[] }).workspaces[0]?.present.map(one => one.name).sort()).toEqual([
        'Ada',
        'Grace'
    ]);
    // Who is removed is not seen any more, by anybody, within two seconds.
    await ada.api('DELETE', `/workspaces/${id}/members/${grace.id}`);
    await soon(() => {
        expect(mine.names).toEqual(['Ada']);
    }, 2000);
    await soon(async () => {
        expect((await ada.api('GET', `/workspaces/${id}/presence`)).body).toMatchObject({ people: [{ name: 'Ada' }] });
    }, 2000);
});

test('SHARE-20 coming and going is written down once for a person, with the address', async () => {
    const alan = await guest('Alan');
    const first = await Tab.of(alan, { activity: 'active' });
    const second = await Tab.of(alan, { activity: 'active' });
    await soon(() => {
        expect(second.people.find(person => person.name === 'Alan')?.tabs).toBe(2);
    });
    first.socket.close();
    await soon(() => {
        expect(second.people.find(person => person.name === 'Alan')?.tabs).toBe(1);
    });
    second.socket.close();
    const alans = async () => (await actions()).filter(entry => entry.actor.name === 'Alan');
    await soon(async () => {
        expect(await alans()).toMatchObject([
            { action: 'left', actor: { userId: alan.id } },
            { action: 'joined', actor: { userId: alan.id }, from: '127.0.0.1' }
        ]);
    }, 20_000);
});

test('SHARE-19 of 30 people who come at once each sees all within 2 seconds after the last', async () => {
    await ada.api('DELETE', `/workspaces/${id}/share`);
    link = await ada.share(id);
    const people = await Promise.all(Array.from({ length: 30 }, (_, index) => guest(`Person ${String(index)}`)));
    const all = await Promise.all(people.map(person => Tab.of(person, { activity: 'active' })));
    await soon(() => {
        expect(all.map(tab => tab.people.filter(one => one.name.startsWith('Person')).length)).toEqual(
            people.map(() => 30)
        );
    }, 2000);
});
