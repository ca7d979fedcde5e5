import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessTokenList, CreatedAccessToken, ErrorBody } from '@longtable/common';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawBrowser, type Page } from '../sign-in/testing/raw-browser.js';
import { SignInHub } from '../sign-in/testing/sign-in-hub.js';

let hub: SignInHub;

beforeAll(async () => {
    hub = await SignInHub.start({ LONGTABLE_AUTH: 'dev' });
});

afterAll(async () => {
    await hub.dispose();
});

const errorOf = (page: Page) => `${String(page.status)} ${ErrorBody.parse(JSON.parse(page.text)).error.code}`;

async function make(owner: RawBrowser, body: object = { name: 'CI' }): Promise<CreatedAccessToken> {
    const page = await owner.ask('POST', `${hub.url}/api/v1/tokens`, { body });
    expect(page.status).toBe(201);
    return CreatedAccessToken.parse(JSON.parse(page.text));
}

async function list(owner: RawBrowser): Promise<AccessTokenList['tokens']> {
    return AccessTokenList.parse(JSON.parse((await owner.ask('GET', `${hub.url}/api/v1/tokens`)).text)).tokens;
}

/** A call by a program that has nothing but the token. */
function call(method: string, path: string, token: string, headers: Record<string, string> = {}, body?: object) {
    return new RawBrowser().ask(method, `${hub.url}${path}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...(body === undefined ? {} : { body })
    });
}

test('a token is its owner in the API, and needs neither a cookie nor an origin', async () => {
    const ada = await hub.named('ada');
    const { token } = await make(ada);
    expect(token).toMatch(/^lt_[\w-]{43}$/);
    const page = await call('GET', '/api/v1/me', token);
    expect(JSON.parse(page.text)).toEqual(await hub.me(ada));
    expect(page.headers).not.toHaveProperty('set-cookie');
    const foreign = { origin: 'https://ci.example', 'sec-fetch-site': 'cross-site' };
    const body = { repository: 'x' };
    expect(errorOf(await call('POST', '/api/v1/workspaces', token, foreign, body))).toBe('400 invalid-repository');
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
});

test('the scheme may be written in any case', async () => {
    const { token } = await make(await hub.named('ada'));
    const page = await call('GET', '/api/v1/me', token, { authorization: `bearer  ${token}` });
    expect(page.status).toBe(200);
});

test('is shown once, and stored as a hash', async () => {
    const owner = await hub.named('grace');
    const { token, ...rest } = await make(owner, { name: 'laptop' });
    expect(await list(owner)).toEqual([rest]);
    const stored = await readFile(join(hub.directory, 'data/store.json'), 'utf8');
    expect(stored).toContain(rest.id);
    expect(stored).not.toContain(token.slice(3));
    expect(hub.log.join('')).not.toContain(token);
});

test('its last use is told, and not written with each call', async () => {
    const owner = await hub.named('barbara');
    const { token } = await make(owner);
    expect((await list(owner))[0]?.lastUsedAt).toBeUndefined();
    await call('GET', '/api/v1/me', token);
    const [used] = await list(owner);
    expect(Math.abs(Date.parse(used?.lastUsedAt ?? '') - Date.now())).toBeLessThan(10_000);
    await call('GET', '/api/v1/me', token);
    expect(await list(owner)).toEqual([used]);
});

test('is worth nothing once revoked, and can be revoked by its owner alone', async () => {
    const [owner, other] = [await hub.named('jean'), await hub.named('stranger')];
    const { token, id } = await make(owner);
    const kept = await make(owner, { name: 'kept' });
    expect(errorOf(await other.ask('DELETE', `${hub.url}/api/v1/tokens/${id}`))).toBe('404 not-found');
    expect((await call('GET', '/api/v1/me', token)).status).toBe(200);
    expect((await owner.ask('DELETE', `${hub.url}/api/v1/tokens/${id}`)).status).toBe(204);
    expect(errorOf(await call('GET', '/api/v1/me', token))).toBe('401 not-signed-in');
    expect(errorOf(await owner.ask('DELETE', `${hub.url}/api/v1/tokens/${id}`))).toBe('404 not-found');
    expect((await list(owner)).map(one => one.id)).toEqual([kept.id]);
});

test('ends when its time is over', async () => {
    const owner = await hub.named('kay');
    const { token } = await make(owner, { name: 'short', expiresAt: new Date(Date.now() + 1500).toISOString() });
    expect((await call('GET', '/api/v1/me', token)).status).toBe(200);
    await new Promise(resolve => setTimeout(resolve, 1600));
    expect(errorOf(await call('GET', '/api/v1/me', token))).toBe('401 not-signed-in');
});

test.each([
    [{ name: '' }],
    [{}],
    [{ name: 'x'.repeat(81) }],
    [{ name: 'CI', scope: 'all' }],
    [{ name: 'CI', expiresAt: '2020-01-01T00:00:00.000Z' }],
    [{ name: 'CI', expiresAt: 'tomorrow' }]
])('%j makes none', async body => {
    const owner = await hub.named('nobody');
    expect(errorOf(await owner.ask('POST', `${hub.url}/api/v1/tokens`, { body }))).toBe('400 bad-request');
    expect(await list(owner)).toEqual([]);
});

test('nobody has more than a hundred', async () => {
    const owner = await hub.named('collector');
    await Promise.all(Array.from({ length: 100 }, () => make(owner)));
    const answer = await owner.ask('POST', `${hub.url}/api/v1/tokens`, { body: { name: 'one more' } });
    expect(errorOf(answer)).toBe('409 conflict');
});

test.each([
    ['GET', '/api/v1/tokens'],
    ['POST', '/api/v1/tokens'],
    ['DELETE', '/api/v1/tokens/x'],
    ['POST', '/api/v1/me/sessions/end'],
    ['GET', '/api/v1/me/pending-link'],
    ['POST', '/api/v1/me/pending-link']
])('cannot ask for what concerns the account itself (%s %s)', async (method, path) => {
    const owner = await hub.named('ada');
    const { token } = await make(owner);
    const before = (await list(owner)).length;
    const body = { name: 'another', decision: 'link' };
    expect(errorOf(await call(method, path, token, {}, method === 'GET' ? undefined : body))).toBe('403 forbidden');
    expect(await list(owner)).toHaveLength(before);
});

test('opens no pages: neither a workspace, nor live updates, nor a session', async () => {
    const owner = await hub.named('ada');
    const { token } = await make(owner);
    const page = await call('GET', '/w/engine01', token);
    expect(page.headers.location).toBe('/login?returnTo=%2Fw%2Fengine01');
    const socket = io(hub.url, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders: { authorization: `Bearer ${token}` }
    });
    const refusal = await new Promise<string>(resolve => {
        socket
            .on('connect', () => {
                resolve('connected');
            })
            .on('connect_error', error => {
                resolve(error.message);
            });
    });
    socket.disconnect();
    expect(refusal).toBe('not-signed-in');
});

test.each(['', 'lt_', 'lt_guessed', 'nonsense', 'a b', `lt_${'A'.repeat(43)}`])(
    'the token "%s" is refused, and a cookie beside it does not help',
    async token => {
        const browser = await hub.named('ada');
        for (const one of [browser, new RawBrowser()]) {
            const page = await one.ask('GET', `${hub.url}/api/v1/me`, {
                headers: { authorization: `Bearer ${token}` }
            });
            expect(errorOf(page)).toBe('401 not-signed-in');
            expect(page.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
        }
    }
);

test("a token beside somebody else's cookie is the token's alone", async () => {
    const { token } = await make(await hub.named('ada'));
    const browser = await hub.named('grace');
    const page = await browser.ask('GET', `${hub.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(JSON.parse(page.text)).toMatchObject({ name: 'ada' });
});

test('other schemes say nothing, so a proxy in front may use them', async () => {
    const browser = await hub.named('ada');
    const headers = { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` };
    expect((await browser.ask('GET', `${hub.url}/api/v1/me`, { headers })).status).toBe(200);
    // And so they do not stand in for the origin either.
    const foreign = { ...headers, origin: 'http://evil.example' };
    const body = { name: 'x' };
    expect(errorOf(await browser.ask('POST', `${hub.url}/api/v1/tokens`, { headers: foreign, body }))).toBe(
        '403 cross-origin'
    );
});
