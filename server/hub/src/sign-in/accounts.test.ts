import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ErrorBody, UserList, type User } from '@longtable/common';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RawBrowser, type Page } from './testing/raw-browser.js';
import { pathOf, SignInHub } from './testing/sign-in-hub.js';

let hub: SignInHub;

beforeAll(async () => {
    hub = await SignInHub.start();
});

afterAll(async () => {
    await hub.dispose();
});

/** The hub again with the same data, and other options. */
async function restart(environment: Record<string, string> = {}): Promise<void> {
    await hub.stop();
    await hub.start(environment);
}

async function usersSeenBy(browser: RawBrowser): Promise<readonly User[]> {
    return UserList.parse(JSON.parse((await browser.ask('GET', `${hub.url}/api/v1/users`)).text)).users;
}

function errorOf(page: Page): string {
    return `${String(page.status)} ${ErrorBody.parse(JSON.parse(page.text)).error.code}`;
}

const verified = (...emails: readonly string[]) =>
    emails.map((email, index) => ({ email, verified: true, primary: index === 0 }));

describe('who administers', () => {
    const isAdmin = async (browser: RawBrowser) => (await hub.me(browser))?.admin;

    test('is whoever comes first, and nobody after', async () => {
        const outcomes = [];
        for (const name of ['first', 'second', 'first']) {
            outcomes.push(await isAdmin(await hub.named(name)));
        }
        expect(outcomes).toEqual([true, false, true]);
    });

    test('is whom the configuration names, once it names anybody, from the next start on', async () => {
        hub.github.person = { id: 3, login: 'Third', emails: [] };
        await hub.signIn(new RawBrowser(), 'github');
        await restart({ LONGTABLE_ADMINS: 'third,fourth@example.org,Second' });
        expect(await isAdmin(await hub.named('first'))).toBe(false);
        expect(await isAdmin(await hub.named('second'))).toBe(true);
        const third = new RawBrowser();
        await hub.signIn(third, 'github');
        expect(await isAdmin(third)).toBe(true);

        const outcomes = [];
        for (const claims of [
            { sub: 'a', email: 'fourth@example.org', email_verified: false },
            // What one may call oneself is nothing to go by.
            { sub: 'b', preferred_username: 'third', name: 'second' },
            { sub: 'c', email: 'Fourth@Example.org', email_verified: true }
        ]) {
            hub.oidc.expect(claims);
            const browser = new RawBrowser();
            await hub.signIn(browser, 'oidc');
            outcomes.push(await isAdmin(browser));
        }
        expect(outcomes).toEqual([false, false, true]);
    });

    test('sees all accounts; others do not', async () => {
        await restart({ LONGTABLE_ADMINS: 'second' });
        const first = await hub.named('first');
        expect(errorOf(await first.ask('GET', `${hub.url}/api/v1/users`))).toBe('403 forbidden');
        const users = await usersSeenBy(await hub.named('second'));
        expect(users.filter(user => user.admin).map(user => user.name)).toEqual(['second']);
        expect(users.find(user => user.name === 'Third')).toMatchObject({ signIn: ['github'], disabled: false });
    });
});

describe('who is let in', () => {
    const outcomeAtGithub = async (login: string, emails: readonly string[], organizations: readonly string[] = []) => {
        hub.github.person = { id: login.length * 1000, login, emails: verified(...emails), organizations };
        return pathOf(await hub.signIn(new RawBrowser(), 'github'));
    };
    const outcomeAtOidc = async (claims: { email: string; email_verified: boolean; preferred_username?: string }) => {
        hub.oidc.expect({ sub: JSON.stringify(claims), ...claims });
        return pathOf(await hub.signIn(new RawBrowser(), 'oidc'));
    };
    const refused = '/login?error=not-allowed&returnTo=%2Fdone';
    const crowd = Array.from({ length: 100 }, (_, index) => `team-${String(index)}`);

    test('are the members of organisations that are listed', async () => {
        await restart({ LONGTABLE_ALLOW_ORGS: 'Engine' });
        expect(await outcomeAtGithub('member', ['m@example.com'], ['engine'])).toBe('/done');
        expect(hub.github.scopes.at(-1)).toBe('read:user user:email read:org');
        // GitHub shows a hundred to a page.
        expect(await outcomeAtGithub('busymember', ['bm@example.com'], [...crowd, 'ENGINE'])).toBe('/done');
        expect(await outcomeAtGithub('outsider', ['o@example.com'], ['engine-fans', 'other'])).toBe(refused);
        expect(
            await outcomeAtOidc({ email: 'p@example.com', email_verified: true, preferred_username: 'engine' })
        ).toBe(refused);
    });

    test('are those with a verified address at a domain that is listed', async () => {
        await restart({ LONGTABLE_ALLOW_DOMAINS: 'corp.example' });
        expect(await outcomeAtOidc({ email: 'ada@Corp.example', email_verified: true })).toBe('/done');
        expect(await outcomeAtOidc({ email: 'eve@corp.example', email_verified: false })).toBe(refused);
        expect(await outcomeAtOidc({ email: 'eve@notcorp.example', email_verified: true })).toBe(refused);
        expect(await outcomeAtOidc({ email: 'eve@corp.example.evil.example', email_verified: true })).toBe(refused);
        expect(await outcomeAtGithub('worker-twice', ['home@example.com', 'second@corp.example'])).toBe('/done');
    });

    test('are the people who are listed; one list is enough', async () => {
        await restart({ LONGTABLE_ALLOW_USERS: 'Listed,by@example.net', LONGTABLE_ALLOW_DOMAINS: 'corp.example' });
        expect(await outcomeAtGithub('listed', [])).toBe('/done');
        expect(await outcomeAtGithub('unlisted!', [])).toBe(refused);
        expect(await outcomeAtOidc({ email: 'by@example.net', email_verified: true })).toBe('/done');
        expect(
            await outcomeAtOidc({ email: 'x@example.net', email_verified: true, preferred_username: 'listed' })
        ).toBe(refused);
        expect(await outcomeAtOidc({ email: 'z@corp.example', email_verified: true })).toBe('/done');
    });

    test('are not those who were let in before and are not any more', async () => {
        await restart({ LONGTABLE_ALLOW_USERS: 'nobody' });
        expect(await outcomeAtGithub('listed', [])).toBe(refused);
    });

    test('are no new account when they are refused', async () => {
        const stored = await readFile(join(hub.directory, 'data/store.json'), 'utf8');
        expect(stored).toContain('"listed"');
        for (const name of ['outsider', 'unlisted!', 'notcorp']) {
            expect(stored).not.toContain(name);
        }
    });
});

describe('an account that is disabled', () => {
    const open: Socket[] = [];

    afterEach(() => {
        for (const socket of open.splice(0)) {
            socket.disconnect();
        }
    });

    /** A live connection of a browser, once it is there. */
    const connect = async (browser: RawBrowser) => {
        const cookie = [...browser.jar(hub.url)].map(pair => pair.join('=')).join('; ');
        const socket = io(hub.url, {
            transports: ['websocket'],
            reconnection: false,
            forceNew: true,
            extraHeaders: { cookie, origin: hub.url }
        });
        open.push(socket);
        await once(socket as never, 'workspaces');
        return socket;
    };
    const patch = (browser: RawBrowser, id: string, body: object) =>
        browser.ask('PATCH', `${hub.url}/api/v1/users/${id}`, { body });

    test('loses every session, token and socket at once, and comes back by no provider', async () => {
        await restart({ LONGTABLE_ADMINS: 'boss' });
        const boss = await hub.named('boss');
        hub.github.person = { id: 77, login: 'mallory', emails: verified('mallory@example.org') };
        const [laptop, phone] = [new RawBrowser(), new RawBrowser()];
        await hub.signIn(laptop, 'github');
        await hub.signIn(phone, 'github');
        const id = (await hub.me(laptop))?.id ?? '';
        const made = await laptop.ask('POST', `${hub.url}/api/v1/tokens`, { body: { name: 'CI' } });
        const { token } = JSON.parse(made.text) as { token: string };
        const ended = once((await connect(laptop)) as never, 'disconnect');
        const bystander = await connect(boss);

        expect(errorOf(await patch(laptop, id, { disabled: false }))).toBe('403 forbidden');
        const answer = await patch(boss, id, { disabled: true });
        expect(JSON.parse(answer.text)).toMatchObject({ id, disabled: true });
        await ended;
        for (const browser of [laptop, phone]) {
            expect(await hub.me(browser)).toBeUndefined();
        }
        const byToken = await new RawBrowser().ask('GET', `${hub.url}/api/v1/me`, {
            headers: { authorization: `Bearer ${token}` }
        });
        expect(errorOf(byToken)).toBe('401 not-signed-in');
        expect(bystander.connected).toBe(true);

        const disabled = '/login?error=account-disabled&returnTo=%2Fdone';
        expect(pathOf(await hub.signIn(new RawBrowser(), 'github'))).toBe(disabled);
        hub.oidc.expect({ sub: 'mallory too', email: 'mallory@example.org', email_verified: true });
        expect(pathOf(await hub.signIn(new RawBrowser(), 'oidc'))).toBe(disabled);

        await patch(boss, id, { disabled: false });
        for (const browser of [laptop, phone]) {
            expect(await hub.me(browser)).toBeUndefined();
        }
        await hub.signIn(laptop, 'github');
        expect((await hub.me(laptop))?.id).toBe(id);
        expect(JSON.parse((await laptop.ask('GET', `${hub.url}/api/v1/tokens`)).text)).toEqual({ tokens: [] });
    });

    test('does not sign in by name either', async () => {
        const boss = await hub.named('boss');
        const id = (await hub.me(await hub.named('eve')))?.id ?? '';
        await patch(boss, id, { disabled: true });
        const page = await new RawBrowser().ask('POST', `${hub.url}/login/dev`, { body: { name: 'eve' } });
        expect(errorOf(page)).toBe('403 forbidden');
        expect(page.headers).not.toHaveProperty('set-cookie');
    });

    test('is never the own one, and is one that is there', async () => {
        const boss = await hub.named('boss');
        const own = (await hub.me(boss))?.id ?? '';
        expect(errorOf(await patch(boss, own, { disabled: true }))).toBe('409 conflict');
        expect(errorOf(await patch(boss, 'nobody', { disabled: true }))).toBe('404 not-found');
        expect(errorOf(await patch(boss, 'constructor', { disabled: true }))).toBe('404 not-found');
        expect(errorOf(await patch(boss, own, { admin: true }))).toBe('400 bad-request');
        expect((await hub.me(boss))?.admin).toBe(true);
    });

    test('stays disabled when the person signs in at that very moment', async () => {
        const boss = await hub.named('boss');
        const id = (await hub.me(await hub.named('racer')))?.id ?? '';
        const browsers = Array.from({ length: 10 }, () => new RawBrowser());
        await Promise.all([
            patch(boss, id, { disabled: true }),
            ...browsers.map(browser => browser.ask('POST', `${hub.url}/login/dev`, { body: { name: 'Racer' } }))
        ]);
        expect(await Promise.all(browsers.map(browser => hub.me(browser)))).toEqual(browsers.map(() => undefined));
        expect((await usersSeenBy(boss)).find(user => user.id === id)?.disabled).toBe(true);
    });
});

describe('signing out everywhere', () => {
    test("ends all sessions of the person, and nobody else's", async () => {
        const [laptop, phone] = [await hub.named('many'), await hub.named('many')];
        const other = await hub.named('somebody else');
        const answer = await phone.ask('POST', `${hub.url}/api/v1/me/sessions/end`);
        expect(answer.status).toBe(204);
        expect(phone.jar(hub.url).size).toBe(0);
        expect(await hub.me(laptop)).toBeUndefined();
        expect((await hub.me(other))?.name).toBe('somebody else');
    });

    test.each(['/api/v1/me/sessions/end', '/logout'])(
        'leaves no way back for a request that was under way (%s)',
        async path => {
            const browser = await hub.named('restless');
            const { location = '' } = await browser.follow(`${hub.url}/login/github`, /\/login\/github\/callback/);
            const underWay = new RawBrowser();
            underWay.cookies.set(hub.url, new Map(browser.jar(hub.url)));
            const stolen = new RawBrowser();
            stolen.cookies.set(hub.url, new Map(browser.jar(hub.url)));
            // The request has read its session, changes it, and stores it only after the sign-out.
            const signedOut = Promise.withResolvers<undefined>();
            const arrived = new Promise<void>(resolve => {
                hub.github.instead = {
                    path: '/login/oauth/access_token',
                    status: 503,
                    body: '',
                    hold: () => {
                        resolve();
                        return signedOut.promise;
                    }
                };
            });
            const answer = underWay.ask('GET', location);
            await arrived;
            expect((await browser.ask('POST', `${hub.url}${path}`)).status).toBe(204);
            signedOut.resolve(undefined);
            expect(pathOf(await answer)).toBe('/login?error=provider-unavailable');
            hub.github.instead = undefined;
            expect(await hub.me(underWay)).toBeUndefined();
            expect(await hub.me(stolen)).toBeUndefined();
        }
    );

    test('is done by no page of another origin', async () => {
        const browser = await hub.named('careful');
        const answer = await browser.ask('POST', `${hub.url}/api/v1/me/sessions/end`, {
            headers: { origin: `http://engine01.${new URL(hub.url).host}` }
        });
        expect(errorOf(answer)).toBe('403 cross-origin');
        expect(await hub.me(browser)).toBeDefined();
    });
});
