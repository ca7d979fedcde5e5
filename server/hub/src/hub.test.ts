import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErrorBody } from '@longtable/common';
import { pino } from 'pino';
import { io, type Socket as LiveSocket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration/configuration.js';
import { operations } from './http/openapi.js';
import { startHub, type Hub } from './hub.js';
import { installedParts } from './operations/parts.js';
import { freePort } from './testing/free-port.js';
import { bodyOf } from './testing/gateway-fixture.js';
import { routeTable as table } from './testing/route-table.js';

const logger = pino({ level: 'silent' });
const workspace = 'engine01';
const foreign = 'engine02';

let directory: string;
let hub: Hub;

const user = (name: string) => ({
    id: name,
    name,
    identities: [{ provider: 'dev', subject: `name:${name}` }],
    createdAt: '2026-01-01T00:00:00.000Z'
});
const record = (id: string, ownerId: string) => ({
    id,
    ownerId,
    name: `Table of ${ownerId}`,
    folder: 'engine',
    pinned: false,
    status: 'stopped',
    provisioned: false,
    createdAt: '2026-01-01T00:00:00.000Z'
});

/** Writes the records of a hub that has been used before: two persons, a workspace of each. */
async function writeRecords(data: string): Promise<void> {
    await mkdir(data, { recursive: true });
    const document = {
        version: 1,
        users: { ada: user('ada'), grace: user('grace') },
        workspaces: { [workspace]: record(workspace, 'ada'), [foreign]: record(foreign, 'grace') },
        sessions: {},
        entries: {}
    };
    await writeFile(join(data, 'store.json'), JSON.stringify(document));
}

const start = (data: string, ...flags: string[]) =>
    startHub(
        readConfiguration({
            arguments: ['--port', '0', '--runtime', 'process', '--data', data, ...flags],
            environment: {},
            directory
        }),
        '1.2.3',
        logger
    );

beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hub-'));
    await writeRecords(join(directory, 'data'));
    hub = await start(join(directory, 'data'));
});

afterAll(async () => {
    await hub.dispose();
    await rm(directory, { recursive: true });
});

interface Answer {
    readonly status: number | undefined;
    readonly headers: IncomingMessage['headers'];
    readonly text: string;
}

async function ask(
    method: string,
    path: string,
    { headers = {}, body, at = hub.url }: { headers?: OutgoingHttpHeaders; body?: unknown; at?: string } = {}
): Promise<Answer> {
    const json = body !== undefined && typeof body !== 'string';
    const request = http.request(new URL(path, at), {
        method,
        agent: false,
        headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headers }
    });
    request.end(json ? JSON.stringify(body) : body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, text: await bodyOf(response) };
}

/** Asks for a path as it is written, which a URL would tidy up. */
async function askRaw(path: string, headers: OutgoingHttpHeaders): Promise<Answer> {
    const request = http.request({ host: '127.0.0.1', port: new URL(hub.url).port, path, agent: false, headers }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, text: await bodyOf(response) };
}

function errorOf(answer: Answer): string {
    const { error } = ErrorBody.strict().parse(JSON.parse(answer.text));
    expect(error.message).toMatch(/^\S.*\.$/s);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    return `${String(answer.status)} ${error.code}`;
}

const cookieOf = (answer: Answer) => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';

async function signIn(name: string): Promise<string> {
    const answer = await ask('POST', '/login/dev', { body: { name } });
    expect(answer.status).toBe(200);
    return cookieOf(answer);
}

describe('signing in', () => {
    test('as JSON answers who one is, with a cookie for this host alone that scripts cannot read', async () => {
        const answer = await ask('POST', '/login/dev', { body: { name: 'Grete', email: 'Grete@Example.org' } });
        expect(answer.status).toBe(200);
        expect(JSON.parse(answer.text)).toMatchObject({ name: 'Grete', email: 'grete@example.org' });
        expect(answer.headers['set-cookie']).toHaveLength(1);
        const [cookie = ''] = answer.headers['set-cookie'] ?? [];
        expect(cookie).toMatch(/^longtable-session=/);
        expect(
            cookie
                .split('; ')
                .slice(1)
                .map(part => part.split('=')[0])
        ).toEqual(['Path', 'Expires', 'HttpOnly', 'SameSite']);
        const me = await ask('GET', '/api/v1/me', { headers: { cookie: cookieOf(answer) } });
        expect(JSON.parse(me.text)).toEqual(JSON.parse(answer.text));
    });

    test.each([
        ['', '/'],
        ['?returnTo=%2Fw%2Fengine01', '/w/engine01'],
        ['?returnTo=%2F%2Fevil.example', '/'],
        ['?returnTo=%2F.%2F%2Fevil.example', '/'],
        ['?returnTo=%2Fa&returnTo=%2Fb', '/']
    ])('as a form in a browser leads on (%s)', async (query, location) => {
        const answer = await ask('POST', `/login/dev${query}`, {
            headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html,*/*;q=0.8' },
            body: 'name=Grete'
        });
        expect(answer).toMatchObject({ status: 303, headers: { location } });
        expect(cookieOf(answer)).not.toBe('');
    });

    test.each([
        [{ name: '' }, '400 bad-request'],
        [{}, '400 bad-request'],
        [{ name: 'Ada', email: 'nonsense' }, '400 bad-request'],
        [{ name: ['Ada'] }, '400 bad-request'],
        ['{', '400 bad-request'],
        [`{"name":"${'x'.repeat(200_000)}"}`, '413 payload-too-large']
    ])('with %j is refused and begins no session', async (body, error) => {
        const answer = await ask('POST', '/login/dev', { headers: { 'content-type': 'application/json' }, body });
        expect(errorOf(answer)).toBe(error);
        expect(answer.headers).not.toHaveProperty('set-cookie');
    });

    test('is the same person again, also many times at once', async () => {
        const answers = await Promise.all(
            Array.from({ length: 8 }, () => ask('POST', '/login/dev', { body: { name: 'Barbara' } }))
        );
        const ids = answers.map(answer => (JSON.parse(answer.text) as { id: string }).id);
        expect(new Set(ids).size).toBe(1);
        const { users } = JSON.parse(await readFile(join(directory, 'data/store.json'), 'utf8')) as {
            users: Record<string, { name: string }>;
        };
        expect(Object.values(users).filter(one => one.name === 'Barbara')).toHaveLength(1);
    });

    test('begins a new session each time: one that somebody planted is worth nothing', async () => {
        const before = await signIn('ada');
        const answer = await ask('POST', '/login/dev', { headers: { cookie: before }, body: { name: 'ada' } });
        expect(cookieOf(answer)).not.toBe(before);
        expect(errorOf(await ask('GET', '/api/v1/me', { headers: { cookie: before } }))).toBe('401 not-signed-in');
    });

    test('and out again: the cookie is worth nothing any more', async () => {
        const cookie = await signIn('ada');
        expect((await ask('POST', '/logout', { headers: { cookie } })).status).toBe(204);
        expect(errorOf(await ask('GET', '/api/v1/me', { headers: { cookie } }))).toBe('401 not-signed-in');
    });

    test('stores nothing that would let anybody in', async () => {
        const cookie = await signIn('ada');
        const id = /s%3A([^.]+)\./.exec(cookie)?.[1] ?? '';
        expect(id.length).toBeGreaterThan(20);
        expect(await readFile(join(directory, 'data/store.json'), 'utf8')).not.toContain(id);
    });

    test.each(['longtable-session=nonsense', 'longtable-session=s%3Aguess.signature', 'longtable-session='])(
        'is not done by the cookie %s',
        async cookie => {
            expect(errorOf(await ask('GET', '/api/v1/me', { headers: { cookie } }))).toBe('401 not-signed-in');
        }
    );
});

describe('every call of the API', () => {
    const call = async (key: string, id: string, headers: OutgoingHttpHeaders) => {
        const [method = '', path = ''] = key.split(' ');
        const body = table[key]?.[3];
        const answer = await ask(method, `/api/v1${path.replace('{id}', id).replace('{userId}', 'nobody')}`, {
            headers,
            body
        });
        return { answer, outcome: (answer.status ?? 0) < 400 ? String(answer.status) : errorOf(answer) };
    };

    test('is described, classified and there, and nothing else is', async () => {
        const description = JSON.parse((await ask('GET', '/api/v1/openapi.json')).text) as {
            openapi: string;
            servers: unknown;
            paths: Record<string, Record<string, unknown>>;
        };
        expect(description).toMatchObject({ openapi: '3.1.0', servers: [{ url: `${hub.url}/api/v1` }] });
        const described = Object.entries(description.paths).flatMap(([path, methods]) =>
            Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`)
        );
        expect(described.sort()).toEqual(Object.keys(operations).sort());
        expect(Object.keys(table).sort()).toEqual(Object.keys(operations).sort());
        const cookie = await signIn('grete');
        const paths = [
            ...new Set(described.map(key => key.split(' ')[1] ?? '')),
            '/nothing',
            '/workspaces/{id}/nothing'
        ];
        for (const path of paths) {
            for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
                if (!described.includes(`${method} ${path}`)) {
                    const answer = await ask(method, `/api/v1${path.replace('{id}', workspace)}`, {
                        headers: { cookie }
                    });
                    expect(`${method} ${path} ${errorOf(answer)}`).toBe(`${method} ${path} 404 not-found`);
                }
            }
        }
    });

    test('answers to nobody, to a stranger and to the owner as it should', async () => {
        const stranger = await signIn('grete');
        const owner = await signIn('ada');
        const expected: Record<string, readonly string[]> = {};
        const found: typeof expected = {};
        for (const [key, [forNobody, forStranger, forOwner]] of Object.entries(table)) {
            const foreignAnswer = await call(key, workspace, { cookie: stranger });
            expected[key] = [forNobody, forStranger, forOwner];
            const nobody = (await call(key, workspace, {})).outcome;
            if (key.includes('{id}')) {
                for (const missing of ['nothing1', 'constructor', '__proto__', '..%2f..%2fetc', 'x'.repeat(1000)]) {
                    const { answer } = await call(key, missing, { cookie: stranger });
                    // Not mine is the same as not there, to the letter.
                    expect({ ...answer, headers: undefined }).toEqual({ ...foreignAnswer.answer, headers: undefined });
                }
            }
            found[key] = [nobody, foreignAnswer.outcome, (await call(key, workspace, { cookie: owner })).outcome];
        }
        expect(found).toEqual(expected);
        const again = { cookie: await signIn('ada') };
        expect(errorOf(await ask('GET', `/api/v1/workspaces/${workspace}`, { headers: again }))).toBe('404 not-found');
    });

    test.each(['http://evil.example', `http://${foreign}.localhost`, 'null'])(
        'that changes something is refused to a page of %s, whoever is signed in',
        async origin => {
            const cookie = await signIn('grace');
            const changes = [
                ['POST', '/login/dev'],
                ['POST', '/logout'],
                ...Object.keys(table)
                    .filter(key => !key.startsWith('GET '))
                    .map(key => key.replace(' ', ' /api/v1').replace('{id}', foreign).split(' '))
            ];
            for (const [method = '', path = ''] of changes) {
                const answer = await ask(method, path, { headers: { cookie, origin }, body: { name: 'x' } });
                expect(errorOf(answer)).toBe('403 cross-origin');
                expect(answer.headers).not.toHaveProperty('set-cookie');
            }
            const { text } = await ask('GET', `/api/v1/workspaces/${foreign}`, { headers: { cookie } });
            expect(JSON.parse(text)).toMatchObject({ name: 'Table of grace', status: 'stopped' });
        }
    );

    test('may be read by no page of another origin', async () => {
        for (const key of Object.keys(table).filter(one => one.startsWith('GET '))) {
            const { answer } = await call(key, foreign, { origin: 'http://evil.example' });
            expect(Object.keys(answer.headers)).not.toContain('access-control-allow-origin');
        }
    });

    test.each([
        [{ name: '' }, '400 bad-request'],
        [{ unknown: 1 }, '400 bad-request'],
        ['{', '400 bad-request'],
        ['[]', '400 bad-request'],
        [{ repository: 'https://ada:secret@git.example.org/a' }, '400 invalid-repository'],
        [{ repository: 'http://169.254.169.254/latest' }, '400 repository-address-forbidden'],
        [{ repository: 'https://git.example.org/a', ref: '--upload-pack=x' }, '400 bad-request'],
        [{ ref: 'main' }, '400 bad-request']
    ])('makes no workspace of %j', async (body, error) => {
        const cookie = await signIn('grete');
        const headers = { cookie, 'content-type': 'application/json' };
        expect(errorOf(await ask('POST', '/api/v1/workspaces', { headers, body }))).toBe(error);
        expect(JSON.parse((await ask('GET', '/api/v1/workspaces', { headers })).text)).toEqual({ workspaces: [] });
    });
});

describe('pages', () => {
    test('for somebody who is not signed in, a workspace leads to the sign-in and back', async () => {
        expect((await ask('GET', `/w/${foreign}`)).headers.location).toBe(`/login?returnTo=%2Fw%2F${foreign}`);
    });

    test.each([foreign, workspace, 'nothing1', '..%2f..', '%00'])(
        'to %s, which is not running or not theirs, nobody gets a token',
        async id => {
            const { status, headers } = await ask('GET', `/w/${id}`, { headers: { cookie: await signIn('grete') } });
            expect(status).toBe(302);
            expect(headers.location).toBe(`/workspaces/${encodeURIComponent(decodeURIComponent(id))}`);
        }
    );

    test('cannot be framed, sniffed or fed with scripts of others', async () => {
        for (const path of ['/', '/login', '/workspaces/engine01', '/api/v1/installation', '/nothing']) {
            const { headers } = await ask('GET', path);
            expect(headers['content-security-policy']).toContain("default-src 'self'");
            expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
            expect(headers['content-security-policy']).not.toContain('unsafe');
            expect(headers['x-content-type-options']).toBe('nosniff');
            expect(headers).not.toHaveProperty('x-powered-by');
        }
    });

    test.each(['/%', '/%E0%A4%A', '/w/%E0%A4%A', '/api/v1/workspaces/%'])(
        '%s is no address, said in words',
        async path => {
            const answer = await ask('GET', path);
            expect(errorOf(answer)).toMatch(/^40[04] /);
        }
    );

    test('show the icon of the product, also those that name none', async () => {
        for (const host of [new URL(hub.url).host, `${workspace}.${new URL(hub.url).host}`]) {
            const { status, headers } = await askRaw('/favicon.ico', { host });
            expect(status).toBe(302);
            const icon = await ask('GET', headers.location ?? '');
            expect(icon.status).toBe(200);
            expect(icon.headers['content-type']).toBe('image/svg+xml');
            expect(icon.text).toContain('<svg');
        }
    });

    test('at another name of the hub lead to its own, calls of programs are answered there', async () => {
        const host = `127.0.0.1:${new URL(hub.url).port}`;
        const page = { host, accept: 'text/html,*/*;q=0.8' };
        for (const path of ['/', '/login?returnTo=%2Fw%2Fengine01', '/join/token', '//evil.example/', '/nothing']) {
            const answer = await askRaw(path, page);
            expect(answer).toMatchObject({ status: 302, headers: { location: `${hub.url}${path}` } });
        }
        expect((await askRaw('http://evil.example/x', page)).headers.location).toBe(`${hub.url}/`);
        expect((await askRaw('/', { ...page, host: new URL(hub.url).host })).status).toBe(200);
        expect((await askRaw('/api/v1/installation', { host })).status).toBe(200);
        const signedIn = await ask('POST', '/login/dev', { headers: { host }, body: { name: 'Grete' } });
        expect(signedIn.status).toBe(200);
        const me = await askRaw('/api/v1/me', { host, cookie: cookieOf(signedIn) });
        expect(me.status).toBe(200);
    });

    test('that do not exist are said to be so: to a browser by the dashboard, to a program as JSON', async () => {
        const index = await readFile(join(installedParts.dashboardDirectory, 'index.html'), 'utf8');
        for (const headers of [{ accept: 'text/html,*/*;q=0.8' }, { 'sec-fetch-mode': 'navigate', accept: '*/*' }]) {
            const page = await ask('GET', '/nothing/here', { headers });
            expect(page).toMatchObject({ status: 404, text: index });
            expect(page.headers['content-type']).toContain('text/html');
            expect(page.headers['cache-control']).toBe('no-store');
            expect(errorOf(await ask('GET', '/api/v1/nothing', { headers }))).toMatch(/^40[14] /);
        }
        for (const headers of [{}, { 'sec-fetch-mode': 'cors', accept: 'text/html' }]) {
            expect(errorOf(await ask('GET', '/nothing/here', { headers }))).toBe('404 not-found');
        }
        expect(errorOf(await ask('POST', '/nothing', { headers: { accept: 'text/html' } }))).toBe('404 not-found');
    });

    test('of the operations are there without a sign-in', async () => {
        expect((await ask('GET', '/healthz')).text).toBe('ok\n');
        expect((await ask('GET', '/readyz')).text).toBe('ok\n');
        expect((await ask('GET', '/metrics')).text).toContain('longtable_workspaces{status="stopped"}');
    });
});

describe('live updates', () => {
    const open: LiveSocket[] = [];
    const connect = (cookie: string, origin = hub.url) => {
        const socket = io(hub.url, {
            transports: ['websocket'],
            reconnection: false,
            forceNew: true,
            extraHeaders: { cookie, origin }
        });
        open.push(socket);
        return socket;
    };
    const outcome = (socket: LiveSocket) =>
        new Promise<unknown>(resolve => {
            socket.on('workspaces', resolve).on('connect_error', error => {
                resolve(error.message);
            });
        });

    afterEach(() => {
        for (const socket of open.splice(0)) {
            socket.disconnect();
        }
    });

    test('begin with what one may see, and tell of changes to that alone', async () => {
        const cookie = await signIn('grace');
        const socket = connect(cookie);
        expect(await outcome(socket)).toMatchObject({ workspaces: [{ id: foreign, role: 'owner' }] });
        const stranger = connect(await signIn('grete'));
        expect(await outcome(stranger)).toEqual({ workspaces: [] });
        const seen: unknown[] = [];
        stranger.onAny((...event) => seen.push(event));
        const change = once(socket as never, 'workspace');
        await ask('PATCH', `/api/v1/workspaces/${foreign}`, { headers: { cookie }, body: { pinned: true } });
        expect(await change).toMatchObject([{ id: foreign, pinned: true }]);
        expect(seen).toEqual([]);
    });

    test('are refused to nobody and to pages of other origins', async () => {
        expect(await outcome(connect(''))).toBe('not-signed-in');
        const cookie = await signIn('grace');
        expect(await outcome(connect(cookie, 'http://evil.example'))).toBe('websocket error');
        expect(await outcome(connect(cookie, `http://${foreign}.localhost`))).toBe('websocket error');
    });

    test.each(['POST /logout', 'POST /login/dev'])('end at once with the session (%s)', async key => {
        const cookie = await signIn('grace');
        const socket = connect(cookie);
        await outcome(socket);
        const ended = once(socket as never, 'disconnect');
        const [method = '', path = ''] = key.split(' ');
        await ask(method, path, { headers: { cookie }, body: { name: 'somebody else' } });
        await ended;
    });
});

test('with TLS in front, cookies are for this host and TLS alone', async () => {
    const port = await freePort();
    const other = await start(join(directory, 'tls'), '--url', 'https://ide.localhost', '--port', String(port));
    try {
        const answer = await ask('POST', '/login/dev', {
            at: `http://127.0.0.1:${String(port)}`,
            headers: { host: 'ide.localhost', 'x-forwarded-proto': 'https' },
            body: { name: 'ada' }
        });
        expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-longtable-session=.*; Path=\/; .*HttpOnly; Secure/);
        expect(answer.headers['set-cookie']?.[0]).not.toContain('Domain');
        expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    } finally {
        await other.dispose();
    }
});

test('too many sign-ins in a minute are refused, and not for ever', async () => {
    const other = await start(join(directory, 'many'));
    try {
        let answer: Answer;
        let count = 0;
        do {
            answer = await ask('POST', '/login/dev', { at: other.url, body: { name: '' } });
            count++;
        } while (answer.status !== 429 && count < 1000);
        expect(errorOf(answer)).toBe('429 too-many-requests');
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    } finally {
        await other.dispose();
    }
});
