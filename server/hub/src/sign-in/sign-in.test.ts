import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ErrorBody, sentenceOfSignInError, SignInError } from '@longtable/common';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GithubPerson } from './testing/github-server.js';
import { GITHUB_CLIENT } from './testing/github-server.js';
import { OIDC_CLIENT } from './testing/oidc-server.js';
import { RawBrowser } from './testing/raw-browser.js';
import { pathOf, SignInHub } from './testing/sign-in-hub.js';

let hub: SignInHub;

beforeAll(async () => {
    hub = await SignInHub.start();
    // The first account administers; the tests are about the others.
    await hub.named('the first one');
});

afterEach(() => {
    hub.github.instead = undefined;
});

afterAll(async () => {
    await hub.dispose();
});

const grace: GithubPerson = {
    id: 1906,
    login: 'amazing-grace',
    name: 'Grace Hopper',
    emails: [
        { email: 'old@example.org', verified: true, primary: false },
        { email: 'Grace@Example.org', verified: true, primary: true }
    ]
};

const people = (way: 'github' | 'oidc', subject: string) => {
    const email = `${subject}@example.org`;
    if (way === 'github') {
        const id = createHash('sha256').update(subject).digest().readUInt32BE();
        hub.github.person = { id, login: subject, emails: [{ email, verified: true, primary: true }] };
    } else {
        hub.oidc.expect({ sub: subject, name: subject, email, email_verified: true });
    }
};

describe('sign-in with GitHub', () => {
    test('takes over who one is, and is the same account the next time', async () => {
        hub.github.person = grace;
        const browser = new RawBrowser();
        const page = await hub.signIn(browser, 'github', '/#https://git.example.org/a/b');
        expect(pathOf(page)).toBe('/#https://git.example.org/a/b');
        const me = await hub.me(browser);
        expect(me).toMatchObject({ name: 'Grace Hopper', email: 'grace@example.org', admin: false });

        hub.github.person = { ...grace, name: 'Rear Admiral Hopper', login: 'grace' };
        const elsewhere = new RawBrowser();
        await hub.signIn(elsewhere, 'github');
        expect(await hub.me(elsewhere)).toEqual({ ...me, name: 'Rear Admiral Hopper' });
    });

    test('asks for organisations only where they matter', async () => {
        people('github', 'scopes');
        await hub.signIn(new RawBrowser(), 'github');
        expect(hub.github.scopes.at(-1)).toBe('read:user user:email');
    });

    test('with a name taken over from somebody else is another account', async () => {
        people('github', 'renamed');
        const [first, second] = [new RawBrowser(), new RawBrowser()];
        await hub.signIn(first, 'github');
        hub.github.person = { id: 999_999, login: 'renamed', emails: [] };
        await hub.signIn(second, 'github');
        expect((await hub.me(second))?.id).not.toBe((await hub.me(first))?.id);
    });

    test.each([
        ['/login/oauth/access_token', 200, '[]', 'sign-in-failed'],
        ['/login/oauth/access_token', 200, 'null', 'sign-in-failed'],
        ['/login/oauth/access_token', 200, '<html>', 'provider-unavailable'],
        ['/login/oauth/access_token', 400, '{}', 'sign-in-failed'],
        ['/login/oauth/access_token', 503, '', 'provider-unavailable'],
        ['/api/v3/user', 200, 'null', 'provider-unavailable'],
        ['/api/v3/user', 401, '{}', 'sign-in-failed'],
        ['/api/v3/user/emails', 200, '<html>', 'provider-unavailable'],
        ['/api/v3/user/emails', 200, '{"message":"x"}', 'provider-unavailable']
    ])('ends well when %s answers %i %s', async (path, status, body, error) => {
        people('github', 'unlucky');
        hub.github.instead = { path, status, body };
        const browser = new RawBrowser();
        expect(pathOf(await hub.signIn(browser, 'github', '/w/engine01'))).toBe(
            `/login?error=${error}&returnTo=%2Fw%2Fengine01`
        );
        expect(await hub.me(browser)).toBeUndefined();
        hub.github.instead = undefined;
        await hub.signIn(browser, 'github');
        expect(await hub.me(browser)).toBeDefined();
    });
});

describe('sign-in with OpenID Connect', () => {
    test('takes over who one is, and is the same account the next time', async () => {
        hub.oidc.expect({
            sub: 'ada',
            name: 'Ada\nLovelace',
            preferred_username: 'ada',
            email: 'Ada@Example.org',
            email_verified: true,
            picture: 'https://example.org/ada.png'
        });
        const browser = new RawBrowser();
        expect(pathOf(await hub.signIn(browser, 'oidc', '/w/engine01?a=b'))).toBe('/w/engine01?a=b');
        const me = await hub.me(browser);
        expect(me).toMatchObject({
            name: 'Ada Lovelace',
            email: 'ada@example.org',
            avatar: 'https://example.org/ada.png'
        });
        const elsewhere = new RawBrowser();
        await hub.signIn(elsewhere, 'oidc');
        expect(await hub.me(elsewhere)).toEqual(me);
    });

    test.each([
        ['is not verified', { email: 'shady@example.org', email_verified: false }],
        ['nobody says anything about', { email: 'shady@example.org' }],
        ['is none', { email: 'a b@example.org', email_verified: true }]
    ])('takes over no e-mail address that %s', async (_what, claims) => {
        hub.oidc.expect({ sub: `shady ${JSON.stringify(claims)}`, name: 'Shady', picture: 'javascript:1', ...claims });
        const browser = new RawBrowser();
        await hub.signIn(browser, 'oidc');
        const me = await hub.me(browser);
        expect(me?.name).toBe('Shady');
        expect(me).not.toHaveProperty('email');
        expect(me).not.toHaveProperty('avatar');
    });

    test('asks for a code with PKCE, state and nonce, each new', async () => {
        const asked = [];
        for (let time = 0; time < 2; time++) {
            const { location = '' } = await new RawBrowser().ask('GET', `${hub.url}/login/oidc`);
            const { searchParams } = new URL(location);
            expect(Object.fromEntries(searchParams)).toMatchObject({
                response_type: 'code',
                client_id: OIDC_CLIENT.id,
                redirect_uri: `${hub.url}/login/oidc/callback`,
                scope: 'openid profile email',
                code_challenge_method: 'S256'
            });
            asked.push(...['state', 'nonce', 'code_challenge'].map(name => searchParams.get(name)));
        }
        expect(new Set(asked).size).toBe(6);
        expect(asked.every(value => (value ?? '').length >= 20)).toBe(true);
    });

    test('fails when the ID token answers another nonce', async () => {
        people('oidc', 'nonce');
        const browser = new RawBrowser();
        expect(await tampered(browser, 'oidc', 'nonce')).toBe('/login?error=sign-in-failed');
        expect(await hub.me(browser)).toBeUndefined();
    });

    test('says so while the provider is down, and works again once it is up', async () => {
        people('oidc', 'patient');
        // A hub that has not asked the provider for its addresses yet.
        await hub.stop();
        await hub.start();
        await hub.oidc.server.stop();
        const browser = new RawBrowser();
        expect(pathOf(await browser.ask('GET', `${hub.url}/login/oidc?returnTo=%2Fw%2Fengine01`))).toBe(
            '/login?error=provider-unavailable&returnTo=%2Fw%2Fengine01'
        );
        await hub.oidc.server.start();
        const { location = '' } = await browser.follow(`${hub.url}/login/oidc`, /\/login\/oidc\/callback/);
        await hub.oidc.server.stop();
        expect(pathOf(await browser.ask('GET', location))).toBe('/login?error=provider-unavailable');
        await hub.oidc.server.start();
        await hub.signIn(browser, 'oidc');
        expect(await hub.me(browser)).toBeDefined();
    });
});

/** Goes to the provider with one parameter of the request changed; answers where that leads to in the end. */
async function tampered(browser: RawBrowser, way: 'github' | 'oidc', parameter: string): Promise<string> {
    const { location = '' } = await browser.ask('GET', `${hub.url}/login/${way}`);
    const changed = new URL(location);
    expect(changed.searchParams.has(parameter)).toBe(true);
    changed.searchParams.set(parameter, 'A'.repeat(43));
    return pathOf(await browser.follow(changed.href, new RegExp(`^${hub.url}/(?!login/(github|oidc))`)));
}

describe.each(['github', 'oidc'] as const)('by the way of %s', way => {
    /** Goes to the provider; answers the address at which it sends the browser back, which is not asked. */
    const cameBack = async (browser: RawBrowser) => {
        const { location } = await browser.follow(`${hub.url}/login/${way}`, /\/login\/(github|oidc)\/callback/);
        return new URL(location ?? '');
    };

    test.each(['code_challenge', 'state'])('a sign-in with another %s fails', async parameter => {
        people(way, `${way}-tamper`);
        const browser = new RawBrowser();
        expect(await tampered(browser, way, parameter)).toBe('/login?error=sign-in-failed');
        expect(await hub.me(browser)).toBeUndefined();
    });

    test('nothing but the whole answer of the provider signs in, once', async () => {
        people(way, `${way}-once`);
        const browser = new RawBrowser();
        for (const change of [
            (url: URL) => {
                url.searchParams.delete('state');
            },
            (url: URL) => {
                url.searchParams.set('state', 'guessed');
            },
            (url: URL) => {
                url.searchParams.append('state', url.searchParams.get('state') ?? '');
            },
            (url: URL) => {
                url.searchParams.set('code', 'guessed');
            },
            (url: URL) => {
                url.searchParams.delete('code');
            },
            (url: URL) => {
                url.searchParams.append('code', 'guessed');
            }
        ]) {
            const back = await cameBack(browser);
            change(back);
            expect(pathOf(await browser.ask('GET', back.href))).toBe('/login?error=sign-in-failed');
            expect(await hub.me(browser)).toBeUndefined();
        }
        const back = await cameBack(browser);
        expect(pathOf(await browser.ask('GET', back.href))).toBe('/');
        expect(await hub.me(browser)).toBeDefined();
        expect(pathOf(await browser.ask('GET', back.href))).toBe('/login?error=sign-in-failed');
    });

    test("an answer is of no use in somebody else's browser, neither with its state nor with theirs", async () => {
        people(way, `${way}-thief`);
        const [thief, victim] = [new RawBrowser(), new RawBrowser()];
        const back = await cameBack(thief);
        expect(pathOf(await victim.ask('GET', back.href))).toBe('/login?error=sign-in-failed');
        const own = await cameBack(victim);
        own.searchParams.set('code', back.searchParams.get('code') ?? '');
        expect(pathOf(await victim.ask('GET', own.href))).toBe('/login?error=sign-in-failed');
        expect(await hub.me(victim)).toBeUndefined();
    });

    test('who says no at the provider is back where they began', async () => {
        const browser = new RawBrowser();
        const { location = '' } = await browser.ask('GET', `${hub.url}/login/${way}?returnTo=%2Fw%2Fengine01`);
        const state = new URL(location).searchParams.get('state') ?? '';
        const parameters = new URLSearchParams({ error: 'access_denied', state, iss: hub.oidc.issuer });
        const page = await browser.ask('GET', `${hub.url}/login/${way}/callback?${parameters.toString()}`);
        expect(pathOf(page)).toBe('/login?error=cancelled&returnTo=%2Fw%2Fengine01');
    });

    test.each([
        '//evil.example',
        'https://evil.example/',
        '/\\evil.example',
        '/.//evil.example',
        'javascript:alert(1)'
    ])('returnTo=%s leads to the front page', async returnTo => {
        people(way, `${way}-redirect`);
        expect((await hub.signIn(new RawBrowser(), way, returnTo)).location).toBe(`${hub.url}/`);
    });

    test('the provider does not learn where one wants to go', async () => {
        const { location } = await new RawBrowser().ask('GET', `${hub.url}/login/${way}?returnTo=%2Fjoin%2Fsecret`);
        expect(location).not.toContain('join');
        expect(location).not.toContain('returnTo');
    });

    test('a session that was planted before is worth nothing after', async () => {
        people(way, `${way}-fixed`);
        const victim = new RawBrowser();
        await victim.ask('GET', `${hub.url}/login/${way}`);
        const planted = new Map(victim.jar(hub.url));
        expect(planted.size).toBe(1);
        await hub.signIn(victim, way);
        expect(await hub.me(victim)).toBeDefined();
        const attacker = new RawBrowser();
        attacker.cookies.set(hub.url, planted);
        expect(await hub.me(attacker)).toBeUndefined();
    });

    test('a sign-in takes the place of the one before, which is over', async () => {
        people(way, `${way}-second`);
        const browser = await hub.named('somebody');
        const before = new RawBrowser();
        before.cookies.set(hub.url, new Map(browser.jar(hub.url)));
        await hub.signIn(browser, way);
        expect((await hub.me(browser))?.name).toBe(`${way}-second`);
        expect(await hub.me(before)).toBeUndefined();
    });

    test('people who come at the same time are not taken for each other', async () => {
        // Each goes to the provider by themselves, and all come back at once.
        const crowd = [];
        for (let number = 0; number < 10; number++) {
            const name = `${way}-person-${String(number)}`;
            people(way, name);
            const browser = new RawBrowser();
            crowd.push({ name, browser, back: await cameBack(browser) });
        }
        const pages = await Promise.all(crowd.map(({ browser, back }) => browser.ask('GET', back.href)));
        expect(pages.map(pathOf)).toEqual(crowd.map(() => '/'));
        for (const { name, browser } of crowd) {
            expect((await hub.me(browser))?.name).toBe(name);
        }
    });

    test('twenty sign-ins of one person at the same time are one account', async () => {
        people(way, `${way}-crowd`);
        const browsers = Array.from({ length: 20 }, () => new RawBrowser());
        await Promise.all(browsers.map(browser => hub.signIn(browser, way)));
        const ids = await Promise.all(browsers.map(async browser => (await hub.me(browser))?.id));
        expect(new Set(ids).size).toBe(1);
    });

    test('answers are kept by no cache', async () => {
        const page = await new RawBrowser().ask('GET', `${hub.url}/login/${way}`);
        expect(page.headers['cache-control']).toBe('no-store');
    });
});

describe('one account per person', () => {
    const decide = (browser: RawBrowser, decision: string) =>
        browser.ask('POST', `${hub.url}/login/link`, { body: `decision=${decision}`, headers: { origin: hub.url } });

    test('comes of two providers only once the person has said so, signed in with the first', async () => {
        people('github', 'two-ways');
        const first = new RawBrowser();
        await hub.signIn(first, 'github');
        const me = await hub.me(first);

        people('oidc', 'two-ways');
        const browser = new RawBrowser();
        expect(pathOf(await hub.signIn(browser, 'oidc', '/w/engine01'))).toBe(
            '/login?error=link-required&returnTo=%2Fw%2Fengine01'
        );
        expect(await hub.me(browser)).toBeUndefined();
        expect(await decide(browser, 'link')).toMatchObject({ status: 401 });

        expect(pathOf(await hub.signIn(browser, 'github'))).toBe('/login/link');
        const page = await browser.ask('GET', `${hub.url}/login/link`);
        expect(page.text).toContain('two-ways@example.org');
        const asked = await browser.ask('GET', `${hub.url}/api/v1/me/pending-link`);
        expect(JSON.parse(asked.text)).toEqual({
            pendingLink: { provider: 'oidc', account: 'two-ways', email: 'two-ways@example.org' }
        });
        const foreign = await browser.ask('POST', `${hub.url}/login/link`, {
            body: 'decision=link',
            headers: { origin: 'http://evil.example' }
        });
        expect(foreign.status).toBe(403);
        expect(pathOf(await decide(browser, 'link'))).toBe('/w/engine01');
        expect(JSON.parse((await browser.ask('GET', `${hub.url}/api/v1/me/pending-link`)).text)).toEqual({});

        const again = new RawBrowser();
        expect(pathOf(await hub.signIn(again, 'oidc'))).toBe('/done');
        expect(await hub.me(again)).toEqual(me);
    });

    test('is asked for at once when one is signed in with the first already, and may be declined', async () => {
        people('oidc', 'declines');
        const browser = new RawBrowser();
        await hub.signIn(browser, 'oidc');
        people('github', 'declines');
        expect(pathOf(await hub.signIn(browser, 'github'))).toBe('/login/link');
        const answer = await browser.ask('POST', `${hub.url}/api/v1/me/pending-link`, {
            body: { decision: 'decline' }
        });
        expect(answer.status).toBe(204);
        expect(pathOf(await hub.signIn(new RawBrowser(), 'github', '/'))).toBe('/login?error=link-required');
    });

    test('is nothing that somebody else can say yes to', async () => {
        people('github', 'owner');
        await hub.signIn(new RawBrowser(), 'github');
        people('oidc', 'owner');
        const browser = new RawBrowser();
        await hub.signIn(browser, 'oidc');
        people('github', 'stranger');
        expect(pathOf(await hub.signIn(browser, 'github'))).toBe('/done');
        expect(await decide(browser, 'link')).toMatchObject({ status: 404 });
        expect(pathOf(await browser.ask('GET', `${hub.url}/login/link`))).toBe('/');
    });

    test('never comes of an address that nobody has verified, nor of sign-in by name', async () => {
        people('github', 'target');
        const target = new RawBrowser();
        await hub.signIn(target, 'github');
        hub.oidc.expect({ sub: 'claims to be target', email: 'target@example.org', email_verified: false });
        const [claiming, named] = [new RawBrowser(), new RawBrowser()];
        expect(pathOf(await hub.signIn(claiming, 'oidc'))).toBe('/done');
        await named.ask('POST', `${hub.url}/login/dev`, { body: { name: 'target', email: 'target@example.org' } });
        const ids = await Promise.all([target, claiming, named].map(async one => (await hub.me(one))?.id));
        expect(new Set(ids).size).toBe(3);
    });

    test('shows what a provider calls somebody as text', async () => {
        people('github', 'hostile');
        const browser = new RawBrowser();
        await hub.signIn(browser, 'github');
        hub.oidc.expect({
            sub: 'hostile',
            preferred_username: '<script>alert(1)</script>"',
            email: 'hostile@example.org',
            email_verified: true
        });
        expect(pathOf(await hub.signIn(browser, 'oidc'))).toBe('/login/link');
        const { text } = await browser.ask('GET', `${hub.url}/login/link`);
        expect(text).not.toContain('<script');
        expect(text).toContain('&#60;script&#62;');
    });
});

test('ways that are not offered are not there', async () => {
    await hub.stop();
    await hub.start({ LONGTABLE_AUTH: 'oidc' });
    try {
        for (const path of ['/login/github', '/login/github/callback?code=1&state=1']) {
            const page = await new RawBrowser().ask('GET', `${hub.url}${path}`);
            expect(ErrorBody.parse(JSON.parse(page.text)).error.code).toBe('not-found');
        }
        const byName = await new RawBrowser().ask('POST', `${hub.url}/login/dev`, { body: { name: 'ada' } });
        expect(byName.status).toBe(404);
        const { text } = await new RawBrowser().ask('GET', `${hub.url}/api/v1/installation`);
        expect(JSON.parse(text)).toMatchObject({ signIn: ['oidc'] });
    } finally {
        await hub.stop();
        await hub.start();
    }
});

test('no secret, code or token is logged or stored', async () => {
    people('oidc', 'quiet');
    const browser = new RawBrowser();
    const { location = '' } = await browser.follow(`${hub.url}/login/oidc`, /login\/oidc\/callback/);
    const code = new URL(location).searchParams.get('code') ?? 'no code';
    await browser.ask('GET', location);
    await browser.ask('GET', location);
    const log = hub.log.join('');
    expect(log).toContain('a sign-in failed');
    const stored = await readFile(join(hub.directory, 'data/store.json'), 'utf8');
    for (const secret of [OIDC_CLIENT.secret, GITHUB_CLIENT.secret, code, 'gho_']) {
        expect(log).not.toContain(secret);
        expect(stored).not.toContain(secret);
    }
});

test('every reason to come back to the sign-in page has a sentence', () => {
    const sentences = SignInError.options.map(sentenceOfSignInError);
    expect(new Set(sentences).size).toBe(SignInError.options.length);
    expect(sentenceOfSignInError('<b>')).toBe(sentenceOfSignInError('sign-in-failed'));
});
