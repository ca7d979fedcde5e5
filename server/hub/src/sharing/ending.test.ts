import { DOCUMENTS_PATH } from '@longtable/common';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { RunningHub, type RawConnection, type RawPerson } from '../testing/running-hub.js';

/** Within which a right has to be gone, in milliseconds. */
const AT_ONCE = 2000;

const sentence = {
    unshared: 'Ada stopped sharing this workspace.',
    removed: 'Ada removed you from this workspace.',
    expired: 'The time for which this workspace was shared with you is over.',
    stopped: 'Stopped by Ada. With that, sharing has ended.'
};

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

/** Everything of a kind that can be open between a person and a workspace. */
class Open {
    private constructor(
        readonly socket: RawConnection,
        readonly presence: RawConnection,
        readonly documents: RawConnection,
        readonly stream: RawConnection,
        readonly events: RawConnection
    ) {}

    static async by(person: RawPerson): Promise<Open> {
        const [socket, presence, documents, stream, events] = await Promise.all([
            person.upgrade(id, '/services'),
            person.upgrade(id, '/.longtable/presence'),
            person.upgrade(id, DOCUMENTS_PATH),
            person.stream(id, '/stream'),
            person.stream(id, '/.longtable/events')
        ]);
        expect([socket, presence, documents, stream, events].map(({ status }) => status)).toEqual([
            101, 101, 101, 200, 200
        ]);
        await Promise.all([socket.echoes(), stream.until(/\.[^.]*\./), events.until(/data: .*sharing/)]);
        return new Open(socket, presence, documents, stream, events);
    }

    get all(): RawConnection[] {
        return [this.socket, this.presence, this.documents, this.stream, this.events];
    }

    async cutSince(start: number): Promise<void> {
        for (const time of await Promise.all(this.all.map(one => one.cut))) {
            expect(time - start).toBeLessThan(AT_ONCE);
        }
    }

    async goesOn(): Promise<void> {
        await this.socket.echoes();
        const { length } = this.stream.text;
        await vi.waitFor(() => {
            expect(this.stream.text.length).toBeGreaterThan(length);
        });
        expect(this.all.map(one => one.isCut)).toEqual([false, false, false, false, false]);
    }
}

/** Whatever the person still holds opens nothing, and says why. */
async function expectOut(person: RawPerson, message: string, held: { token: string; link: string }): Promise<void> {
    const refused = { status: 403, body: { error: { code: 'forbidden', message: saying(message) } } };
    expect(await person.inside(id, 'GET', '/file')).toMatchObject(refused);
    expect(await person.inside(id, 'GET', '/.longtable/context')).toMatchObject(refused);
    expect(await person.inside(id, 'GET', '/.longtable/events')).toMatchObject(refused);
    expect(await person.api('GET', `/workspaces/${id}`)).toMatchObject(refused);
    expect(await person.api('GET', `/workspaces/${id}/presence`)).toMatchObject(refused);
    const forged = await person.inside(id, 'GET', '/file', {
        headers: { 'x-longtable-assertion': 'e30.e30.e30', 'x-longtable-user': ada.id, 'x-longtable-role': 'owner' }
    });
    expect(forged).toMatchObject(refused);
    for (const path of ['/services', '/.longtable/presence']) {
        const upgrade = await person.upgrade(id, path);
        expect(upgrade.status).toBe(403);
        await upgrade.until(new RegExp(message));
    }
    // A page goes to the hub, which has a page that shows the sentence and leads back.
    const page = await person.inside(id, 'GET', '/', { headers: { accept: 'text/html' } });
    expect(page).toMatchObject({ status: 302, headers: { location: `${hub.url}/w/${id}` } });
    expect(await person.ask('GET', `/w/${id}`)).toMatchObject({
        status: 302,
        headers: { location: `/workspaces/${id}` }
    });
    expect(await person.entryToken(id)).toBeUndefined();
    await person.enter(id, held.token);
    expect(await person.inside(id, 'GET', '/file')).toMatchObject(refused);
    expect(await person.join(held.link)).not.toMatchObject({ state: 'joined' });
    const { body } = await person.api('GET', '/workspaces');
    expect((body as { workspaces: { id: string }[] }).workspaces.map(one => one.id)).not.toContain(id);
}

async function invited(person: RawPerson, link: string): Promise<{ open: Open; token: string }> {
    expect(await person.join(link)).toMatchObject({ state: 'joined', workspaceId: id });
    await person.enter(id);
    const open = await Open.by(person);
    return { open, token: (await person.entryToken(id)) ?? '' };
}

describe('a right that ends', () => {
    let link: string;
    let owners: Open;

    beforeEach(async () => {
        await ada.api('DELETE', `/workspaces/${id}/share`);
        link = await ada.share(id, { role: 'editor' });
        owners = await Open.by(ada);
    });

    test('SHARE-15 SHARE-16 SHARE-17 by Stop sharing is gone for guests within 2 seconds, and not for the owner', async () => {
        const guests = [await invited(grace, link), await invited(alan, link)] as const;
        const start = Date.now();
        expect(await ada.api('DELETE', `/workspaces/${id}/share`)).toMatchObject({ status: 204 });
        for (const [index, person] of [grace, alan].entries()) {
            const { open, token } = guests[index === 0 ? 0 : 1];
            await open.cutSince(start);
            expect(open.events.events().at(-1)).toMatchObject({
                type: 'ended',
                message: saying(sentence.unshared)
            });
            await expectOut(person, sentence.unshared, { token, link });
        }
        await owners.goesOn();
        expect(owners.events.events().at(-1)).toEqual({ type: 'requests', requests: [] });
        expect(owners.events.events()).toContainEqual({ type: 'sharing', shared: false });
    });

    test('SHARE-14 SHARE-15 SHARE-16 SHARE-17 by removal is gone for that person alone, until a new link is made', async () => {
        const [gone, stays] = [await invited(grace, link), await invited(alan, link)];
        const start = Date.now();
        expect(await ada.api('DELETE', `/workspaces/${id}/members/${grace.id}`)).toMatchObject({ status: 204 });
        await gone.open.cutSince(start);
        expect(gone.open.events.events().at(-1)).toMatchObject({
            type: 'ended',
            message: saying(sentence.removed)
        });
        await expectOut(grace, sentence.removed, { token: gone.token, link });
        await stays.open.goesOn();
        await owners.goesOn();

        // Another way of sharing is not another link.
        expect(await ada.share(id, { role: 'viewer', keepOnStop: true })).toBe(link);
        expect(await grace.join(link)).toMatchObject({
            state: 'refused',
            message: saying(sentence.removed)
        });
        await ada.api('DELETE', `/workspaces/${id}/share`);
        const another = await ada.share(id);
        expect(another).not.toBe(link);
        expect(await grace.join(link)).toMatchObject({ error: { code: 'not-found' } });
        expect(await grace.join(another)).toMatchObject({ state: 'joined' });
        expect(await grace.inside(id, 'GET', '/file')).toMatchObject({ status: 200 });
    });

    test('SHARE-14 by removal comes back when the owner admits the person anew', async () => {
        const { open } = await invited(grace, link);
        await ada.api('DELETE', `/workspaces/${id}/members/${grace.id}`);
        await Promise.all(open.all.map(one => one.cut));
        await ada.share(id, { role: 'editor', approval: true });
        expect(await grace.join(link)).toMatchObject({ state: 'waiting' });
        expect(await grace.inside(id, 'GET', '/file')).toMatchObject({ status: 403 });
        await ada.api('POST', `/workspaces/${id}/requests/${grace.id}`, { decision: 'admit' });
        expect(await grace.inside(id, 'GET', '/file')).toMatchObject({ status: 200 });
    });

    test('SHARE-21 by leaving is gone for that person alone, and a good link lets them in again', async () => {
        const [gone, stays] = [await invited(grace, link), await invited(alan, link)];
        const start = Date.now();
        expect(await grace.api('POST', `/workspaces/${id}/leave`)).toMatchObject({ status: 204 });
        await gone.open.cutSince(start);
        expect(gone.open.events.events().at(-1)).toMatchObject({
            type: 'ended',
            message: saying('You left this workspace.')
        });
        expect(await grace.inside(id, 'GET', '/file')).toMatchObject({ status: 403 });
        await stays.open.goesOn();
        await owners.goesOn();
        expect(await grace.join(link)).toMatchObject({ state: 'joined' });
        expect(await ada.api('POST', `/workspaces/${id}/leave`)).toMatchObject({ status: 400 });
        await owners.goesOn();
    });

    test('SHARE-18 by a change of role is made anew with the other role, both ways', async () => {
        for (const [role, index] of [
            ['viewer', 0],
            ['editor', 1]
        ] as const) {
            const { open } = await invited(grace, link);
            expect(open.socket.text).toContain(`X-Role: ${index === 0 ? 'editor' : 'viewer'}`);
            const start = Date.now();
            const answer = await ada.api('PATCH', `/workspaces/${id}/members/${grace.id}`, { role });
            expect(answer).toMatchObject({ status: 200, body: { userId: grace.id, role } });
            await open.cutSince(start);
            expect(open.events.events().at(-1)).toEqual({ type: 'role', role, by: 'Ada' });
            expect((await grace.upgrade(id, '/services')).text).toContain(`X-Role: ${role}`);
            expect(await grace.inside(id, 'GET', '/file')).toMatchObject({
                body: { identity: { userId: grace.id, role } }
            });
        }
        await owners.goesOn();
    });

    test('SHARE-5 by Make read-only makes viewers of all guests, and raising the link again raises nobody', async () => {
        const guests = [await invited(grace, link), await invited(alan, link)];
        const start = Date.now();
        expect(await ada.share(id, { role: 'viewer' })).toBe(link);
        for (const { open } of guests) {
            await open.cutSince(start);
            expect(open.events.events().at(-1)).toEqual({ type: 'role', role: 'viewer', by: 'Ada' });
        }
        await ada.share(id, { role: 'editor' });
        for (const person of [grace, alan]) {
            expect(await person.inside(id, 'GET', '/file')).toMatchObject({ body: { identity: { role: 'viewer' } } });
        }
        await owners.goesOn();
    });

    test('SHARE-6 by time is over at that moment, and what is open is cut within 2 seconds', async () => {
        const { open, token } = await invited(grace, link);
        const end = Date.now() + 1200;
        await ada.share(id, { role: 'editor', expiresAt: new Date(end).toISOString() });
        await open.goesOn();
        await open.cutSince(end);
        expect(Date.now()).toBeGreaterThanOrEqual(end);
        expect(open.events.events().at(-1)).toMatchObject({
            type: 'ended',
            message: saying(sentence.expired)
        });
        await expectOut(grace, sentence.expired, { token, link });
        expect(await ada.api('GET', `/workspaces/${id}/share`)).toMatchObject({ body: {} });
        await owners.goesOn();
        expect(await ada.share(id)).not.toBe(link);
    });

    test('SHARE-15 by signing out ends what that session has open, and nobody else’s', async () => {
        const [gone, stays] = [await invited(grace, link), await invited(alan, link)];
        const held = grace.cookie;
        const start = Date.now();
        expect(await grace.inside(id, 'POST', '/.longtable/sign-out')).toMatchObject({ status: 204 });
        await gone.open.cutSince(start);
        expect(gone.open.events.events().at(-1)).toMatchObject({
            type: 'ended',
            message: saying('signed out')
        });
        expect(await grace.inside(id, 'GET', '/file')).toMatchObject({ status: 401 });
        expect(await grace.ask('GET', '/api/v1/me', { headers: { cookie: held } })).toMatchObject({ status: 401 });
        await grace.enter(id, gone.token);
        expect(await grace.inside(id, 'GET', '/file')).toMatchObject({ status: 401 });
        await stays.open.goesOn();
        await owners.goesOn();
        await grace.signIn();
    });

    test('SHARE-15 with a disabled account is gone everywhere, until it is enabled and signed in with again', async () => {
        const { open } = await invited(grace, link);
        const start = Date.now();
        expect(await ada.api('PATCH', `/users/${grace.id}`, { disabled: true })).toMatchObject({ status: 200 });
        await open.cutSince(start);
        expect(open.events.events().at(-1)).toMatchObject({ type: 'ended', message: saying('disabled') });
        for (const path of ['/file', '/.longtable/context']) {
            expect([401, 403]).toContain((await grace.inside(id, 'GET', path)).status);
        }
        expect([401, 403]).toContain((await grace.upgrade(id, '/services')).status);
        expect([401, 403]).toContain((await grace.api('GET', `/workspaces/${id}`)).status);
        expect((await grace.ask('POST', '/login/dev', { body: { name: 'Grace' } })).status).toBe(403);
        await owners.goesOn();
        await ada.api('PATCH', `/users/${grace.id}`, { disabled: false });
        await grace.signIn();
        expect(await grace.join(link)).toMatchObject({ state: 'joined' });
    });

    test('SHARE-1 is not given by a header, another workspace’s cookie or another person’s', async () => {
        const stranger = await hub.person('Mallory');
        const headers = { 'x-longtable-assertion': 'e30.e30.e30', 'x-longtable-role': 'owner' };
        expect(await stranger.inside(id, 'GET', '/file', { headers })).toMatchObject({ status: 401 });
        expect((await stranger.upgrade(id, '/services', headers)).status).toBe(401);
        expect(await stranger.api('GET', `/workspaces/${id}`)).toMatchObject({ status: 404 });
        await grace.join(link);
        await grace.enter(id);
        // The hub replaces what a person says about themselves.
        expect(await grace.inside(id, 'GET', '/file', { headers })).toMatchObject({
            body: { identity: { userId: grace.id, name: 'Grace', role: 'editor' } }
        });
    });
});

describe('a workspace that stops', () => {
    const back = async () => {
        await ada.reaches(id, 'stopped');
        await ada.api('POST', `/workspaces/${id}/start`);
        await ada.reaches(id, 'running');
    };

    test('SHARE-7 takes its sharing along', async () => {
        await ada.api('DELETE', `/workspaces/${id}/share`);
        const link = await ada.share(id);
        const { open, token } = await invited(grace, link);
        const start = Date.now();
        await ada.api('POST', `/workspaces/${id}/stop`);
        await open.cutSince(start);
        expect(open.events.events().at(-1)).toMatchObject({
            type: 'ended',
            message: saying(sentence.stopped)
        });
        expect(await ada.api('PUT', `/workspaces/${id}/share`, {})).toMatchObject({
            status: 409,
            body: { error: { code: 'not-running' } }
        });
        await back();
        expect(await ada.api('GET', `/workspaces/${id}/share`)).toMatchObject({ body: {} });
        await expectOut(grace, sentence.stopped, { token, link });
    });

    test('SHARE-7 keeps it where that was asked for, with link, members and roles, also over a restart of the hub', async () => {
        const link = await ada.share(id, { role: 'viewer', keepOnStop: true });
        const { open } = await invited(grace, link);
        await ada.api('PATCH', `/workspaces/${id}/members/${grace.id}`, { role: 'editor' });
        const again = await Open.by(grace);
        const start = Date.now();
        await ada.api('POST', `/workspaces/${id}/stop`);
        await open.cutSince(start + 60_000);
        await again.cutSince(start);
        await ada.reaches(id, 'stopped');
        await hub.stop();
        await hub.start();
        await back();
        expect(await grace.inside(id, 'GET', '/file')).toMatchObject({ body: { identity: { role: 'editor' } } });
        expect(await ada.api('GET', `/workspaces/${id}/share`)).toMatchObject({
            body: { share: { url: `${hub.url}/join/${link}`, keepOnStop: true } }
        });
    });

    test('SHARE-15 that is deleted is gone for its guests, who are told', async () => {
        const other = await ada.workspace('Second');
        const link = await ada.share(other);
        await grace.join(link);
        await grace.enter(other);
        const events = await grace.stream(other, '/.longtable/events');
        await events.until(/sharing/);
        expect(await ada.api('DELETE', `/workspaces/${other}`)).toMatchObject({ status: 204 });
        await events.cut;
        expect(events.events().at(-1)).toMatchObject({
            type: 'ended',
            message: saying('Ada deleted')
        });
        expect(await grace.api('GET', `/workspaces/${other}`)).toMatchObject({ status: 404 });
    });
});
