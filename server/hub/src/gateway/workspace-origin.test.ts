import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { UserId } from '@longtable/common';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashOfToken } from '../identity/secret-token.js';
import { bodyOf, GatewayFixture, otherWorkspace, workspace } from '../testing/gateway-fixture.js';

let fixture: GatewayFixture;
let cookie: string;
let reached: string[];

beforeEach(async () => {
    fixture = await GatewayFixture.create();
    cookie = await fixture.cookie();
    reached = [];
    await fixture.ide((request, response) => {
        reached.push(`${request.method ?? ''} ${request.url ?? ''}`);
        response.end('ide');
    });
});

afterEach(async () => {
    vi.useRealTimers();
    await fixture.dispose();
});

const ask = async (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') => {
    const response = await fixture.request({ method, path, headers: { host: fixture.host(), cookie, ...headers } });
    return { status: response.statusCode, headers: response.headers, text: await bodyOf(response) };
};
const code = (answer: { text: string }) => (JSON.parse(answer.text) as { error: { code: string } }).error.code;

describe('the way in', () => {
    const enter = (token: string, id = workspace) =>
        ask(`/.longtable/enter?token=${token}`, { host: fixture.host(id), cookie: '' });

    test('a token is exchanged for a cookie of this workspace alone, and leads to the IDE', async () => {
        const answer = await enter(fixture.entries.issueToken(fixture.user, workspace, await fixture.session()));
        expect(answer).toMatchObject({ status: 302, headers: { location: '/', 'referrer-policy': 'no-referrer' } });
        const [set = ''] = answer.headers['set-cookie'] ?? [];
        expect(set).toMatch(/^longtable-workspace=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
        const own = set.split(';')[0];
        expect((await ask('/x', { cookie: own })).text).toBe('ide');
        expect((await ask('/x', { cookie: own, host: fixture.host(otherWorkspace) })).status).toBe(401);
    });

    test('a token is good once', async () => {
        const token = fixture.entries.issueToken(fixture.user, workspace, await fixture.session());
        const answers = await Promise.all([enter(token), enter(token), enter(token)]);
        expect(answers.filter(answer => answer.headers['set-cookie'] !== undefined)).toHaveLength(1);
        const again = await enter(token);
        expect(again).toMatchObject({ status: 302, headers: { location: `${fixture.hubUrl}/w/${workspace}` } });
        expect(again.headers).not.toHaveProperty('set-cookie');
    });

    test('a token of another workspace is not good, and is used up', async () => {
        const token = fixture.entries.issueToken(fixture.user, workspace, await fixture.session());
        expect((await enter(token, otherWorkspace)).headers).not.toHaveProperty('set-cookie');
        expect((await enter(token)).headers).not.toHaveProperty('set-cookie');
    });

    test('a token is good for half a minute', async () => {
        const session = await fixture.session();
        vi.useFakeTimers({ toFake: ['Date'] });
        const early = fixture.entries.issueToken(fixture.user, workspace, session);
        const late = fixture.entries.issueToken(fixture.user, workspace, session);
        vi.advanceTimersByTime(30_000);
        expect(await fixture.entries.redeem(early, workspace)).toBeDefined();
        vi.advanceTimersByTime(1);
        expect(await fixture.entries.redeem(late, workspace)).toBeUndefined();
    });

    test.each(['', 'nonsense', '%00'])('"%s" is no token', async token => {
        const answer = await enter(token);
        expect(answer.status).toBe(302);
        expect(answer.headers).not.toHaveProperty('set-cookie');
    });
});

describe('a cookie that was good is so no more', () => {
    const refused = async () => {
        const answer = await ask('/x');
        expect(answer.status).toBe(401);
        expect(code(answer)).toBe('not-signed-in');
        expect(reached).toEqual([]);
    };

    test('once the person has signed out', async () => {
        await fixture.store.sessions.remove(await fixture.session());
        await refused();
    });

    test('once the session is over, even while its record is still there', async () => {
        const hash = await fixture.session();
        await fixture.store.sessions.extend(hash, new Date(Date.now() - 1).toISOString());
        await refused();
    });

    test('once its own time is over', async () => {
        const hash = hashOfToken(cookie.split('=')[1] ?? '');
        const entry = await fixture.store.entries.get(hash);
        expect(entry).toBeDefined();
        if (entry !== undefined) {
            await fixture.store.entries.put({ ...entry, expiresAt: new Date(Date.now() - 1).toISOString() });
        }
        await refused();
    });

    test('once the workspace belongs to somebody else', async () => {
        await fixture.records.update(workspace, before => ({ ...before, ownerId: UserId.parse('grace') }));
        await refused();
    });

    test('once the workspace is being deleted, or is gone', async () => {
        await fixture.records.update(workspace, before => ({ ...before, status: 'deleting' }));
        await refused();
        const record = await fixture.store.workspaces.get(workspace);
        expect(record).toBeDefined();
        if (record !== undefined) {
            await fixture.records.remove(record);
        }
        await refused();
    });
});

describe('a page of another origin', () => {
    const evil = 'http://evil.example';
    const neighbour = () => `http://${fixture.host(otherWorkspace)}`;

    test.each([
        '/.longtable/stop',
        '/.longtable/sign-out',
        '/files',
        '//evil.example/.longtable/stop',
        '//evil.example/files',
        '/\\evil.example/.longtable/stop',
        '/./.longtable/stop'
    ])('changes nothing by a POST to %s', async path => {
        for (const origin of [evil, neighbour(), fixture.hubUrl, 'null']) {
            const answer = await ask(path, { origin }, 'POST');
            expect(answer.status, origin).toBe(403);
            expect(code(answer)).toBe('cross-origin');
        }
        const neighbourly = await ask(`//${fixture.host(otherWorkspace)}${path}`, { origin: neighbour() }, 'POST');
        expect(neighbourly.status).toBe(403);
        expect(reached).toEqual([]);
        expect(await fixture.store.workspaces.get(workspace)).toMatchObject({ status: 'running' });
        expect(fixture.connections.size).toBe(0);
    });

    test('does not get through as a program without an Origin either', async () => {
        const answer = await ask('/.longtable/stop', { 'sec-fetch-site': 'same-site' }, 'POST');
        expect(code(answer)).toBe('cross-origin');
    });

    test.each(['http://evil.example/.longtable/context', '*', 'nonsense', 'http://'])(
        'cannot be named by the target %s',
        async target => {
            const socket = fixture.connect();
            let text = '';
            socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
            socket.write(
                `OPTIONS ${target} HTTP/1.1\r\nHost: ${fixture.host()}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`
            );
            while (!text.includes('\r\n\r\n')) {
                await delay(5);
            }
            expect(text).toMatch(/^HTTP\/1\.1 400 /);
            expect(reached).toEqual([]);
        }
    );
});

describe('what the hub answers itself', () => {
    test('is who is here, where, and what they may do', async () => {
        const answer = await ask('/.longtable/context');
        expect(answer.status).toBe(200);
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(JSON.parse(answer.text)).toMatchObject({
            me: { id: 'ada', name: 'Ada' },
            workspace: { id: workspace, role: 'owner', status: 'running', url: `http://${fixture.host()}` },
            hubUrl: fixture.hubUrl,
            runtime: 'process'
        });
    });

    test.each([
        '/.longtable/nothing',
        '/.longtable/',
        '/.longtable/stop',
        '/.longtable/context/x',
        '/x/../.longtable/y'
    ])('never reaches the workspace (%s)', async path => {
        const answer = await ask(path);
        expect(answer.status).toBe(404);
        expect(code(answer)).toBe('not-found');
        expect(reached).toEqual([]);
    });

    test('stops the workspace and closes what is open to it', async () => {
        const answer = await ask('/.longtable/stop', { origin: `http://${fixture.host()}` }, 'POST');
        expect(answer.status).toBe(200);
        expect(JSON.parse(answer.text)).toMatchObject({ id: workspace });
        await vi.waitFor(async () => {
            expect(await fixture.store.workspaces.get(workspace)).toMatchObject({
                status: 'stopped',
                statusReason: 'Stopped by Ada.'
            });
        });
        const after = await ask('/x');
        expect(after.status).toBe(409);
        expect(code(after)).toBe('not-running');
        expect(reached).toEqual([]);
    });

    test('signs the person out everywhere', async () => {
        const elsewhere = await fixture.cookie(otherWorkspace);
        expect((await ask('/.longtable/sign-out', {}, 'POST')).status).toBe(204);
        expect((await ask('/x')).status).toBe(401);
        expect((await ask('/x', { cookie: elsewhere, host: fixture.host(otherWorkspace) })).status).toBe(401);
    });

    test('is the page and its files, from the hub and not from the workspace', async () => {
        const page = await ask('/');
        expect(page.text).toContain('Workbench');
        expect(page.text).toContain(`${fixture.hubUrl}/static/b1`);
        expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
        expect((await ask('/worker.js')).text).toBe('worker');
        expect(reached).toEqual([]);
    });
});

test('somebody whom nobody knows is sent to the hub as a browser, and refused as a program', async () => {
    const navigation = { cookie: '', 'sec-fetch-mode': 'navigate' };
    for (const path of ['/', '/x', '/.longtable/context']) {
        const page = await ask(path, navigation);
        expect(page).toMatchObject({ status: 302, headers: { location: `${fixture.hubUrl}/w/${workspace}` } });
        expect(code(await ask(path, { cookie: '' }))).toBe('not-signed-in');
    }
    expect(reached).toEqual([]);
});

test('a workspace that does not exist looks like one that is not mine', async () => {
    await fixture.records.update(otherWorkspace, before => ({ ...before, ownerId: UserId.parse('grace') }));
    const missing = await ask('/x', { host: `nothing1.localhost:${String(fixture.port)}` });
    const foreign = await ask('/x', { host: fixture.host(otherWorkspace) });
    expect(missing.status).toBe(401);
    expect({ ...missing, headers: { ...missing.headers, date: '' } }).toEqual({
        ...foreign,
        headers: { ...foreign.headers, date: '' }
    });
});

test.each([
    ['localhost:PORT', 200],
    [`${workspace}.localhost:PORT`, 401],
    [`x--webview--${workspace}.localhost:PORT`, 404],
    ['evil.example', 421],
    ['localhost:1', 421],
    [`${workspace}.localhost`, 421]
])('at %s is answered with %i', async (host, status) => {
    const headers = { host: host.replace('PORT', String(fixture.port)), cookie: '' };
    expect((await ask('/x', headers)).status).toBe(status);
});
