import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry, JoinRequest, JoinState, Workspace } from '@longtable/common';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { RunningHub, type RawPerson } from '../testing/running-hub.js';

/** A sentence in which a text stands. */
const saying = (text: string): unknown => expect.stringContaining(text);

let hub: RunningHub;
let ada: RawPerson;
let grace: RawPerson;
let alan: RawPerson;
let id: string;

beforeAll(async () => {
    hub = await RunningHub.create();
    ada = await hub.person('Ada');
    grace = await hub.person('Grace');
    alan = await hub.person('Alan');
    id = await ada.workspace('Engine');
    await ada.enter(id);
}, 90_000);

afterAll(() => hub.dispose());

beforeEach(async () => {
    await ada.api('DELETE', `/workspaces/${id}/share`);
});

const dashboards: Socket[] = [];
afterEach(() => {
    for (const dashboard of dashboards.splice(0)) {
        dashboard.disconnect();
    }
});

/** Everything that a person's dashboard is told. */
async function dashboardOf(person: RawPerson) {
    const told: { readonly event: string; readonly data: readonly unknown[] }[] = [];
    const socket = io(hub.url, { transports: ['websocket'], extraHeaders: { cookie: person.cookie } });
    dashboards.push(socket);
    socket.onAny((event: string, ...data: unknown[]) => told.push({ event, data }));
    await once(socket as never, 'workspaces');
    return {
        told,
        of: (event: string) => told.filter(one => one.event === event).map(one => one.data),
        until: (event: string, matches: (...data: never[]) => boolean) =>
            vi.waitFor(
                () => {
                    expect(
                        told.some(one => one.event === event && matches(...(one.data as never[]))),
                        `${event} in ${JSON.stringify(told)}`
                    ).toBe(true);
                },
                { timeout: 5000, interval: 5 }
            )
    };
}

const list = async (person: RawPerson) =>
    ((await person.api('GET', '/workspaces')).body as { workspaces: Workspace[] }).workspaces;

const audit = async () => ((await ada.api('GET', `/workspaces/${id}/audit`)).body as { entries: AuditEntry[] }).entries;

describe('a link', () => {
    test('SHARE-2 SHARE-3 is there once the owner has asked for it, and holds a token that is in no record', async () => {
        expect(await ada.api('GET', `/workspaces/${id}/share`)).toMatchObject({ status: 200, body: {} });
        expect((await list(ada))[0]).toMatchObject({ shared: false });
        const shared = await ada.api('PUT', `/workspaces/${id}/share`, {});
        expect(shared).toMatchObject({
            status: 200,
            body: { role: 'viewer', approval: false, keepOnStop: false }
        });
        const { url } = shared.body as { url: string };
        expect(url).toMatch(new RegExp(`^${hub.url}/join/[A-Za-z0-9_-]{43}$`));
        expect(url).not.toContain(id);
        expect(await ada.api('GET', `/workspaces/${id}/share`)).toMatchObject({ body: { share: { url } } });
        expect(await ada.inside(id, 'GET', '/.longtable/share')).toMatchObject({ body: { share: { url } } });
        expect((await list(ada))[0]).toMatchObject({ shared: true });
        for (const file of ['store.json', 'audit.jsonl', 'store.previous.json']) {
            const text = await readFile(join(hub.directory, 'data', file), 'utf8').catch(() => '');
            expect(text).not.toContain(url.split('/join/')[1]);
        }
        expect(await grace.api('GET', `/workspaces/${id}/share`)).toMatchObject({ status: 404 });
    });

    test('SHARE-4 stays when sharing is changed, and is another after sharing was stopped', async () => {
        const first = await ada.share(id);
        expect(await ada.share(id, { role: 'editor', approval: true })).toBe(first);
        await ada.api('DELETE', `/workspaces/${id}/share`);
        expect(await ada.api('DELETE', `/workspaces/${id}/share`)).toMatchObject({ status: 204 });
        const second = await ada.share(id);
        expect(second).not.toBe(first);
        expect(await grace.join(first)).toMatchObject({ error: { code: 'not-found' } });
        expect(await grace.api('GET', `/workspaces/${id}`)).toMatchObject({ status: 404 });
    });

    test('SHARE-9 lets in with its role, once; the workspace is then among those shared with the person', async () => {
        const link = await ada.share(id, { role: 'viewer' });
        const dashboard = await dashboardOf(grace);
        expect(await grace.join(link)).toEqual({ state: 'joined', workspaceId: id, name: 'Engine' });
        await dashboard.until(
            'workspace',
            (workspace: Workspace) => workspace.id === id && workspace.role === 'viewer'
        );
        expect(await list(grace)).toMatchObject([
            { id, role: 'viewer', capabilities: ['read'], owner: { name: 'Ada' }, shared: true }
        ]);
        await ada.share(id, { role: 'editor' });
        expect(await grace.join(link)).toMatchObject({ state: 'joined' });
        expect(await list(grace)).toMatchObject([{ role: 'viewer' }]);
        expect(await ada.join(link)).toMatchObject({ state: 'joined' });
        expect(await list(ada)).toMatchObject([{ role: 'owner' }]);
        await ada.api('DELETE', `/workspaces/${id}/share`);
        await dashboard.until('workspaceRemoved', (gone: string) => gone === id);
        expect(await list(grace)).toEqual([]);
    });

    test('SHARE-10 that nobody made, that is dead or over is answered in one way', async () => {
        const dead = await ada.share(id);
        await ada.api('DELETE', `/workspaces/${id}/share`);
        const over = await ada.share(id, { expiresAt: new Date(Date.now() + 300).toISOString() });
        await vi.waitFor(async () => {
            expect(await grace.join(over)).toMatchObject({ error: { code: 'not-found' } });
        });
        const answers = await Promise.all(
            [dead, over, 'A'.repeat(43), id, '../x'].map(token => grace.api('POST', '/join', { token }))
        );
        expect(new Set(answers.map(answer => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
        expect(answers[0]).toMatchObject({ status: 404 });
    });

    test('SHARE-2 is asked for in the way the schema says, or not given', async () => {
        for (const wish of [
            { role: 'owner' },
            { role: 'admin' },
            { approval: 'yes' },
            { expiresAt: '2020-01-01T00:00:00.000Z' },
            { expiresAt: 'tomorrow' },
            { more: 1 }
        ]) {
            expect(await ada.api('PUT', `/workspaces/${id}/share`, wish)).toMatchObject({ status: 400 });
        }
        expect(await ada.api('GET', `/workspaces/${id}/share`)).toMatchObject({ body: {} });
    });

    test('SHARE-8 leaves the owner what they are', async () => {
        await ada.share(id);
        for (const [method, body] of [
            ['PATCH', { role: 'viewer' }],
            ['DELETE', undefined]
        ] as const) {
            expect(await ada.api(method, `/workspaces/${id}/members/${ada.id}`, body)).toMatchObject({ status: 400 });
        }
        expect(await ada.api('PATCH', `/workspaces/${id}/members/nobody`, { role: 'viewer' })).toMatchObject({
            status: 404
        });
    });

    test('SHARE-2 shows guests the members, but not one another’s addresses', async () => {
        const kay = await hub.person('Kay');
        const link = await ada.share(id, { role: 'editor' });
        await grace.join(link);
        await kay.join(link);
        const { body } = await grace.inside(id, 'GET', '/.longtable/members').then(async answer => {
            expect(answer.status).toBe(401);
            await grace.enter(id);
            return grace.inside(id, 'GET', '/.longtable/members');
        });
        expect(body).toMatchObject({
            members: [
                { name: 'Ada', role: 'owner' },
                { name: 'Grace', role: 'editor' },
                { name: 'Kay', role: 'editor' }
            ]
        });
    });
});

describe('a link with approval', () => {
    let link: string;

    beforeEach(async () => {
        link = await ada.share(id, { role: 'viewer', approval: true });
    });

    test('SHARE-11 tells the owner and nobody else, live on dashboard and workbench; until then there is no right', async () => {
        await ada.share(id, { approval: false });
        await alan.join(link);
        await alan.enter(id);
        await ada.share(id, { approval: true });
        const [owner, guest, other] = [await dashboardOf(ada), await dashboardOf(alan), await dashboardOf(grace)];
        const [workbench, guests] = [
            await ada.stream(id, '/.longtable/events'),
            await alan.stream(id, '/.longtable/events')
        ];
        expect(await grace.join(link)).toEqual({ state: 'waiting', name: 'Engine', owner: 'Ada' });
        expect(await grace.join(link)).toMatchObject({ state: 'waiting' });
        await owner.until(
            'requests',
            (workspace: string, requests: JoinRequest[]) => workspace === id && requests[0]?.name === 'Grace'
        );
        await workbench.until(/"type":"requests","requests":\[\{"userId":"[^"]+","name":"Grace"/);
        expect(await ada.api('GET', `/workspaces/${id}/requests`)).toMatchObject({
            body: { requests: [{ userId: grace.id, name: 'Grace' }] }
        });
        expect([403, 404]).toContain((await grace.api('GET', `/workspaces/${id}`)).status);
        expect(await grace.entryToken(id)).toBeUndefined();
        expect(await alan.api('GET', `/workspaces/${id}/requests`)).toMatchObject({ status: 403 });
        expect(await alan.api('POST', `/workspaces/${id}/requests/${grace.id}`, { decision: 'admit' })).toMatchObject({
            status: 403
        });
        expect([guest.of('requests'), other.of('requests')]).toEqual([[], []]);
        expect(guests.events().map(event => event.type)).not.toContain('requests');
        expect((await audit()).filter(entry => entry.action === 'asked')).toHaveLength(1);
        // A dashboard that comes later is told as well.
        const later = await dashboardOf(ada);
        await later.until('requests', (workspace: string) => workspace === id);
    });

    test('SHARE-12 lets in whom the owner admits, with the role the owner says', async () => {
        await grace.join(link);
        await alan.join(link);
        const dashboard = await dashboardOf(grace);
        expect(
            await ada.inside(id, 'POST', `/.longtable/requests/${grace.id}`, {
                body: { decision: 'admit', role: 'editor' }
            })
        ).toMatchObject({ status: 200, body: { requests: [{ userId: alan.id }] } });
        await dashboard.until('joinDecided', (state: JoinState) => state.state === 'joined');
        expect(await grace.join(link)).toMatchObject({ state: 'joined' });
        expect(await list(grace)).toMatchObject([{ id, role: 'editor' }]);
        await ada.api('POST', `/workspaces/${id}/requests/${alan.id}`, { decision: 'admit' });
        expect(await list(alan)).toMatchObject([{ id, role: 'viewer' }]);
        expect(await ada.api('POST', `/workspaces/${id}/requests/${alan.id}`, { decision: 'admit' })).toMatchObject({
            status: 404
        });
    });

    test('SHARE-13 hears whom the owner refused no more, until there is a new link', async () => {
        await grace.join(link);
        const dashboard = await dashboardOf(grace);
        await ada.api('POST', `/workspaces/${id}/requests/${grace.id}`, { decision: 'refuse' });
        await dashboard.until('joinDecided', (state: JoinState) => state.state === 'refused');
        for (const approval of [true, false]) {
            await ada.share(id, { approval });
            expect(await grace.join(link)).toMatchObject({
                state: 'refused',
                message: saying('Ada did not let you in')
            });
        }
        expect(await ada.api('GET', `/workspaces/${id}/requests`)).toMatchObject({ body: { requests: [] } });
        await ada.api('DELETE', `/workspaces/${id}/share`);
        expect(await grace.join(await ada.share(id, { approval: true }))).toMatchObject({ state: 'waiting' });
    });

    test('SHARE-16 tells those who wait that sharing has ended', async () => {
        await grace.join(link);
        const dashboard = await dashboardOf(grace);
        await ada.api('DELETE', `/workspaces/${id}/share`);
        await dashboard.until(
            'joinDecided',
            (state: JoinState) => state.state === 'refused' && state.message.startsWith('Ada stopped sharing')
        );
    });
});

test('SHARE-20 the audit log says who did what to whom, from where, newest first', async () => {
    const link = await ada.share(id, { role: 'editor', approval: true });
    await grace.join(link);
    await ada.api('POST', `/workspaces/${id}/requests/${grace.id}`, { decision: 'admit' });
    await ada.api('PATCH', `/workspaces/${id}/members/${grace.id}`, { role: 'viewer' });
    await ada.api('DELETE', `/workspaces/${id}/members/${grace.id}`);
    await ada.share(id, { role: 'viewer' });
    await ada.api('DELETE', `/workspaces/${id}/share`);
    const entries = await audit();
    const subject = { userId: grace.id, name: 'Grace' };
    const actor = { userId: ada.id, name: 'Ada' };
    expect(entries.slice(0, 7)).toMatchObject([
        { action: 'unshared', actor, from: '127.0.0.1' },
        { action: 'share-changed', actor, detail: 'link for viewers' },
        { action: 'removed', actor, subject },
        { action: 'role-changed', actor, subject, detail: 'viewer' },
        { action: 'admitted', actor, subject, detail: 'editor' },
        { action: 'asked', actor: subject },
        { action: 'shared', actor, detail: 'link for editors, with approval' }
    ]);
    expect(entries.at(-1)).toMatchObject({ action: 'created', actor });
    expect(JSON.stringify(entries)).not.toContain(link);
    const { body } = await ada.api('GET', `/workspaces/${id}/audit?limit=2`);
    expect((body as { entries: unknown[] }).entries).toHaveLength(2);
    expect(await ada.api('GET', `/workspaces/${id}/audit?limit=0`)).toMatchObject({ status: 400 });
    expect(await grace.api('GET', `/workspaces/${id}/audit`)).toMatchObject({ status: 403 });
});
