import { once } from 'node:events';
import { capabilitiesOf, type Capability, type LiveEvents, type Role } from '@longtable/common';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workbenchCalls } from '../gateway/workbench-calls.js';
import { workspaceCalls } from '../sharing/sharing-calls.js';
import { RunningHub, type RawPerson } from '../testing/running-hub.js';

/**
 * Who may call something: everybody, everybody who is signed in, the administrators of the installation, or who has a
 * capability in the workspace.
 */
type Need = 'everybody' | 'signed-in' | 'administrator' | Capability;

interface Row {
    readonly need: Need;
    /** What those who may are answered with. */
    readonly status: number;
    readonly body?: unknown;
    /** Done to a workspace that is not needed any more. */
    readonly destroys?: true;
    readonly streams?: true;
}

/** Every route of the hub's own origin. Those about workspaces and sharing are below `/api/v1`. */
const hubRoutes: Readonly<Record<string, Row>> = {
    'GET /healthz': { need: 'everybody', status: 200 },
    'GET /readyz': { need: 'everybody', status: 200 },
    'GET /metrics': { need: 'everybody', status: 200 },
    'GET /api/v1/installation': { need: 'everybody', status: 200 },
    'GET /api/v1/openapi.json': { need: 'everybody', status: 200 },
    'GET /': { need: 'everybody', status: 200 },
    'GET /login': { need: 'everybody', status: 200 },
    'GET /workspaces/:id': { need: 'everybody', status: 200 },
    'GET /workspaces/:id/audit': { need: 'everybody', status: 200 },
    'GET /join/:token': { need: 'everybody', status: 200 },
    'GET /account': { need: 'everybody', status: 200 },
    'GET /users': { need: 'everybody', status: 200 },
    'POST /login/dev': { need: 'everybody', status: 400, body: {} },
    // A page between two redirects; without a sign-in that waits there is nothing to decide.
    'GET /login/link': { need: 'everybody', status: 303 },
    'POST /login/link': { need: 'signed-in', status: 404, body: { decision: 'link' } },
    // Answers with redirects, each to what the person may see; walked below.
    'GET /w/:id': { need: 'everybody', status: 302 },
    'GET /api/v1/me': { need: 'signed-in', status: 200 },
    'GET /api/v1/me/pending-link': { need: 'signed-in', status: 200 },
    'POST /api/v1/me/pending-link': { need: 'signed-in', status: 404, body: { decision: 'link' } },
    'GET /api/v1/tokens': { need: 'signed-in', status: 200 },
    'POST /api/v1/tokens': { need: 'signed-in', status: 400, body: { name: '' } },
    'DELETE /api/v1/tokens/:id': { need: 'signed-in', status: 404 },
    'GET /api/v1/users': { need: 'administrator', status: 200 },
    'PATCH /api/v1/users/:id': { need: 'administrator', status: 404, body: { disabled: true } },
    'GET /api/v1/workspaces': { need: 'signed-in', status: 200 },
    'POST /api/v1/workspaces': { need: 'signed-in', status: 400, body: { ref: 'main' } },
    'GET /api/v1/workspaces/:id': { need: 'read', status: 200 },
    'PATCH /api/v1/workspaces/:id': { need: 'manage', status: 200, body: {} },
    'DELETE /api/v1/workspaces/:id': { need: 'manage', status: 204, destroys: true },
    'POST /api/v1/workspaces/:id/start': { need: 'manage', status: 200 },
    'POST /api/v1/workspaces/:id/stop': { need: 'manage', status: 200, destroys: true },
    'GET /api/v1/workspaces/:id/download': { need: 'manage', status: 200 },
    'POST /api/v1/join': { need: 'signed-in', status: 404, body: { token: 'dead' } },
    'GET /api/v1/workspaces/:id/share': { need: 'manage', status: 200 },
    'PUT /api/v1/workspaces/:id/share': { need: 'manage', status: 400, body: { role: 'owner' } },
    'DELETE /api/v1/workspaces/:id/share': { need: 'manage', status: 204, destroys: true },
    'GET /api/v1/workspaces/:id/members': { need: 'read', status: 200 },
    'PATCH /api/v1/workspaces/:id/members/:userId': { need: 'manage', status: 404, body: { role: 'editor' } },
    'DELETE /api/v1/workspaces/:id/members/:userId': { need: 'manage', status: 404 },
    'POST /api/v1/workspaces/:id/leave': { need: 'read', status: 204, destroys: true },
    'GET /api/v1/workspaces/:id/requests': { need: 'manage', status: 200 },
    'POST /api/v1/workspaces/:id/requests/:userId': { need: 'manage', status: 404, body: { decision: 'admit' } },
    'GET /api/v1/workspaces/:id/presence': { need: 'read', status: 200 },
    'GET /api/v1/workspaces/:id/audit': { need: 'manage', status: 200 },
    'GET /snapshots': { need: 'everybody', status: 200 },
    'GET /s/:token': { need: 'everybody', status: 200 },
    'GET /api/v1/workspaces/:id/snapshots': { need: 'snapshot', status: 200 },
    'POST /api/v1/workspaces/:id/snapshots': { need: 'snapshot', status: 400, body: { name: '' } },
    'GET /api/v1/workspaces/:id/snapshots/secrets': { need: 'snapshot', status: 200 },
    'PUT /api/v1/workspaces/:id/snapshots/latest': { need: 'snapshot', status: 200, body: {} },
    'DELETE /api/v1/workspaces/:id/snapshots/latest': { need: 'snapshot', status: 204 },
    'GET /api/v1/workspaces/:id/snapshots/:snapshotId': { need: 'snapshot', status: 404 },
    'DELETE /api/v1/workspaces/:id/snapshots/:snapshotId': { need: 'snapshot', status: 404 },
    // Whose a snapshot is, is tested beside the source: to everybody else there is none.
    'GET /api/v1/snapshots': { need: 'signed-in', status: 200 },
    'GET /api/v1/snapshots/:id': { need: 'signed-in', status: 404 },
    'PATCH /api/v1/snapshots/:id': { need: 'signed-in', status: 404, body: { name: 'Mine' } },
    'DELETE /api/v1/snapshots/:id': { need: 'signed-in', status: 404 },
    'GET /api/v1/snapshots/:id/download': { need: 'signed-in', status: 404 },
    'POST /api/v1/snapshots/look': { need: 'signed-in', status: 404, body: { token: 'dead' } },
    'POST /api/v1/snapshots/open': { need: 'signed-in', status: 404, body: { token: 'dead' } },
    'POST /api/v1/snapshots/import': { need: 'signed-in', status: 400 }
};

/** Ends the session of the one who asks, so that it is nobody's to walk. */
const ownSession = ['POST /logout', 'POST /api/v1/me/sessions/end', 'POST /.longtable/sign-out'];

/** What the hub answers on the origin of a workspace, and one request for everything that it passes on. */
const workspaceRoutes: Readonly<Record<string, Row>> = {
    'GET /.longtable/context': { need: 'read', status: 200 },
    'GET /.longtable/events': { need: 'read', status: 200, streams: true },
    // Each person's own; that nobody gets another's is tested beside the source.
    'GET /.longtable/workbench-state': { need: 'read', status: 200 },
    'PATCH /.longtable/workbench-state': { need: 'read', status: 200, body: { set: { key: '"text"' } } },
    'POST /.longtable/stop': { need: 'manage', status: 200, destroys: true },
    'GET /.longtable/share': { need: 'manage', status: 200 },
    'PUT /.longtable/share': { need: 'manage', status: 400, body: { role: 'owner' } },
    'DELETE /.longtable/share': { need: 'manage', status: 204, destroys: true },
    'GET /.longtable/members': { need: 'read', status: 200 },
    'PATCH /.longtable/members/:userId': { need: 'manage', status: 404, body: { role: 'editor' } },
    'DELETE /.longtable/members/:userId': { need: 'manage', status: 404 },
    'POST /.longtable/leave': { need: 'read', status: 204, destroys: true },
    'GET /.longtable/requests': { need: 'manage', status: 200 },
    'POST /.longtable/requests/:userId': { need: 'manage', status: 404, body: { decision: 'admit' } },
    'GET /.longtable/presence': { need: 'read', status: 200 },
    'GET /.longtable/audit': { need: 'manage', status: 200 },
    'GET /.longtable/snapshots': { need: 'snapshot', status: 200 },
    'POST /.longtable/snapshots': { need: 'snapshot', status: 400, body: { name: '' } },
    'GET /.longtable/snapshots/secrets': { need: 'snapshot', status: 200 },
    'PUT /.longtable/snapshots/latest': { need: 'snapshot', status: 200, body: {} },
    'DELETE /.longtable/snapshots/latest': { need: 'snapshot', status: 204 },
    'GET /.longtable/snapshots/:snapshotId': { need: 'snapshot', status: 404 },
    'DELETE /.longtable/snapshots/:snapshotId': { need: 'snapshot', status: 404 },
    'GET /': { need: 'read', status: 200 },
    // Whatever is passed on: what a role may do there is for the IDE to say, from the signed assertion.
    'GET /file': { need: 'read', status: 200 },
    'POST /file': { need: 'read', status: 200, body: {} }
};

const upgradePaths: Readonly<Record<string, { readonly need: Capability; readonly status: number }>> = {
    '/services': { need: 'read', status: 101 },
    '/': { need: 'read', status: 101 },
    '/.longtable/presence': { need: 'read', status: 101 },
    // Of whom only viewers may not write, which the agent sees to.
    '/.longtable/documents': { need: 'read', status: 101 },
    '/.longtable/events': { need: 'read', status: 404 },
    '/.longtable/anything': { need: 'read', status: 404 }
};

/** What dashboards are told, and about which workspaces. The type makes a new event fail here. */
const liveEvents: Readonly<Record<keyof LiveEvents, Capability | 'own'>> = {
    workspaces: 'read',
    workspace: 'read',
    workspaceRemoved: 'own',
    requests: 'manage',
    joinDecided: 'own'
};

type Who = 'anonymous' | 'stranger' | 'removed' | Role;

let hub: RunningHub;
let id: string;
const people = {} as Record<Who, RawPerson>;

beforeAll(async () => {
    hub = await RunningHub.create();
    people.anonymous = hub.anonymous();
    people.owner = await hub.person('Olga');
    for (const [who, name] of [
        ['stranger', 'Mallory'],
        ['removed', 'Robin'],
        ['viewer', 'Vera'],
        ['editor', 'Edgar']
    ] as const) {
        people[who] = await hub.person(name);
    }
    id = await people.owner.workspace('Engine');
    await people.owner.enter(id);
    const link = await people.owner.share(id);
    for (const who of ['removed', 'viewer', 'editor'] as const) {
        await people[who].join(link);
        await people[who].enter(id);
    }
    await people.owner.api('PATCH', `/workspaces/${id}/members/${people.editor.id}`, { role: 'editor' });
    await people.owner.api('DELETE', `/workspaces/${id}/members/${people.removed.id}`);
}, 90_000);

afterAll(() => hub.dispose());

const everybody: readonly Who[] = ['anonymous', 'stranger', 'removed', 'viewer', 'editor', 'owner'];

/** What somebody is answered with when they may not; undefined when they may. */
function refusal(who: Who, need: Need, origin: 'hub' | 'workspace'): number | undefined {
    switch (need) {
        case 'everybody':
            return undefined;
        case 'signed-in':
            return who === 'anonymous' ? 401 : undefined;
        case 'administrator':
            // The owner here signed in before everybody else.
            return who === 'anonymous' ? 401 : who === 'owner' ? undefined : 403;
        default:
            switch (who) {
                case 'anonymous':
                    return 401;
                case 'stranger':
                    // Without a cookie of the workspace there is nobody; with a session there is, but no such workspace.
                    return origin === 'workspace' ? 401 : 404;
                case 'removed':
                    return 403;
                default:
                    return capabilitiesOf(who).includes(need) ? undefined : 403;
            }
    }
}

const concrete = (path: string) =>
    path.replace(':id', id).replace(':userId', 'nobody').replace(':snapshotId', 'nothing').replace(':token', 'dead');

test('every route of the hub is in the table', () => {
    const prefixed = (route: string) =>
        route.replace(/^(\S+) (?=\/(me|users|workspaces|join|tokens|snapshots)(\/|$))/, '$1 /api/v1');
    const known = new Set([...Object.keys(hubRoutes), ...ownSession]);
    // A page and a call may have the same path below different prefixes; both are in the table then.
    const unknown = hub.routes.filter(route => !known.has(route) && !known.has(prefixed(route)));
    expect(unknown).toEqual([]);
    expect(hub.routes.length).toBeGreaterThan(25);
});

test('every call of the hub on the origin of a workspace is in the table', () => {
    const calls = [
        ...Object.keys(workbenchCalls),
        ...workspaceCalls.map(({ method, path }) => `${method} /.longtable${path}`)
    ];
    const known = new Set([...Object.keys(workspaceRoutes), ...ownSession]);
    expect(calls.filter(call => !known.has(call))).toEqual([]);
    for (const { method, path, capability } of workspaceCalls) {
        expect(workspaceRoutes[`${method} /.longtable${path}`]?.need, path).toBe(capability);
        expect(hubRoutes[`${method} /api/v1/workspaces/:id${path}`]?.need, path).toBe(capability);
    }
});

describe('on the hub’s origin', () => {
    test.each(Object.entries(hubRoutes))('%s', async (route, row) => {
        const [method = '', path = ''] = route.split(' ');
        for (const who of everybody) {
            const status = refusal(who, row.need, 'hub') ?? row.status;
            if (status < 300 && row.destroys) {
                continue;
            }
            const answer = await people[who].ask(method, concrete(path), { body: row.body });
            expect(answer.status, `${who}: ${JSON.stringify(answer.body)}`).toBe(status);
        }
    });

    test('GET /w/:id lets in those with a right, and nobody else', async () => {
        for (const who of everybody) {
            const token = await people[who].entryToken(id);
            expect(token !== undefined, who).toBe(refusal(who, 'read', 'hub') === undefined);
        }
    });

    test.each(['/services', '/.longtable/presence', '/.longtable/documents', '/other'])(
        'no upgrade at %s',
        async path => {
            for (const who of ['anonymous', 'owner'] as const) {
                const upgrade = await people[who].upgrade(id, path, {
                    Host: new URL(hub.url).host,
                    Origin: hub.url,
                    Cookie: people[who].cookie
                });
                expect(upgrade.status).toBe(404);
            }
        }
    );

    test('what dashboards are told', async () => {
        const ask = await hub.person('Wanda');
        const told = new Map<Who, string[]>();
        const sockets = await Promise.all(
            everybody
                .filter(who => who !== 'anonymous')
                .map(async who => {
                    const events: string[] = [];
                    told.set(who, events);
                    const socket = io(hub.url, {
                        transports: ['websocket'],
                        extraHeaders: { cookie: people[who].cookie }
                    });
                    socket.onAny((event: string, ...data: unknown[]) => {
                        if (JSON.stringify(data).includes(id)) {
                            events.push(event);
                        }
                    });
                    await once(socket as never, 'workspaces');
                    return socket;
                })
        );
        await people.owner.share(id, { approval: true });
        await ask.join(await people.owner.share(id, { approval: true }));
        await people.owner.api('PATCH', `/workspaces/${id}`, { name: 'Engine 2' });
        // Events reach each socket in order, so that what comes before an answer to a later call has come.
        for (const who of ['viewer', 'editor', 'owner'] as const) {
            const matching = () => (told.get(who) ?? []).filter(event => event === 'workspace').length;
            await expect.poll(matching, { timeout: 5000 }).toBeGreaterThanOrEqual(3);
        }
        for (const [who, events] of told) {
            for (const event of events) {
                const need = liveEvents[event as keyof LiveEvents];
                expect(need === 'own' || refusal(who, need, 'hub') === undefined, `${event} to ${who}`).toBe(true);
            }
        }
        expect(told.get('owner')).toContain('requests');
        expect([told.get('stranger'), told.get('removed')]).toEqual([[], []]);
        const anonymous = io(hub.url, { transports: ['websocket'], reconnection: false });
        const [error] = (await once(anonymous as never, 'connect_error')) as [Error];
        expect(error.message).toBe('not-signed-in');
        for (const socket of [...sockets, anonymous]) {
            socket.disconnect();
        }
        await people.owner.share(id);
    });
});

describe('on the workspace’s origin', () => {
    test.each(Object.entries(workspaceRoutes))('%s', async (route, row) => {
        const [method = '', path = ''] = route.split(' ');
        for (const who of everybody) {
            const status = refusal(who, row.need, 'workspace') ?? row.status;
            if (status < 300 && row.destroys) {
                continue;
            }
            if (row.streams) {
                expect((await people[who].stream(id, concrete(path))).status, who).toBe(status);
                continue;
            }
            const answer = await people[who].inside(id, method, concrete(path), { body: row.body });
            expect(answer.status, `${who}: ${JSON.stringify(answer.body)}`).toBe(status);
        }
    });

    test.each(Object.entries(upgradePaths))('an upgrade at %s', async (path, { need, status }) => {
        for (const who of everybody) {
            const upgrade = await people[who].upgrade(id, path);
            expect(upgrade.status, who).toBe(refusal(who, need, 'workspace') ?? status);
        }
    });

    test.each([
        'PUT /.longtable/share',
        'DELETE /.longtable/share',
        'PATCH /.longtable/workbench-state',
        'POST /.longtable/stop',
        'POST /file'
    ])('%s from a page of another origin is refused, the hub’s included', async route => {
        const [method = '', path = ''] = route.split(' ');
        for (const headers of [{ origin: hub.url }, { origin: 'null' }, { 'sec-fetch-site': 'same-site' }]) {
            const answer = await people.owner.inside(id, method, path, { headers });
            expect(answer).toMatchObject({ status: 403, body: { error: { code: 'cross-origin' } } });
        }
    });

    test('the hub’s calls are refused to a page of a workspace, with a person’s cookie', async () => {
        const origin = `http://${id}.${new URL(hub.url).host}`;
        for (const headers of [{ origin }, { origin: `http://8080--${new URL(origin).host}` }]) {
            const answer = await people.owner.ask('DELETE', `/api/v1/workspaces/${id}`, { headers });
            expect(answer).toMatchObject({ status: 403, body: { error: { code: 'cross-origin' } } });
        }
    });
});
