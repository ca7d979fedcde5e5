import { createPrivateKey, sign, type JsonWebKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { attachTime, expect, openWorkbench, share, test, uniqueName } from './guests.js';
import { People } from './pages/people.js';
import { PresenceClient } from './raw/presence-client.js';
import { RawClient } from './raw/raw-client.js';
import { ServicesConnection } from './raw/services-connection.js';
import { StubbornConnection } from './raw/stubborn-connection.js';

const PRESENCE = '/.longtable/presence';
const EVENTS = '/.longtable/events';
const SERVICES = '/socket.io/?EIO=4&transport=websocket';

/** How long what is open may stay open after a right has ended, in milliseconds. */
const CLOSED_WITHIN = 2000;

interface Ending {
    readonly name: string;
    readonly sentence: string;
    readonly act: (id: string, userId: string) => readonly [method: string, path: string];
}

const endings: readonly Ending[] = [
    {
        name: 'removed',
        sentence: 'removed you from this workspace',
        act: (id: string, userId: string) => ['DELETE', `/workspaces/${id}/members/${userId}`]
    },
    {
        name: 'unshared',
        sentence: 'stopped sharing this workspace',
        act: (id: string) => ['DELETE', `/workspaces/${id}/share`]
    }
];

for (const { name, sentence, act } of endings) {
    test(`who is ${name} is out, whatever they hold and whatever they ignore`, async ({
        hub,
        signIn,
        repository
    }, testInfo) => {
        const ada = await signIn('Ada');
        const { id } = await ada.client.createRunning(repository);
        const workbench = await openWorkbench(ada.page, hub.url, id);
        const terminal = await workbench.openTerminal();
        await terminal.output('seat=window');
        const link = await share(ada, id, { role: 'editor' });
        const grace = await RawClient.signIn(hub, uniqueName('Grace'));
        const userId = await grace.userId;
        expect((await grace.join(link)).text).toContain('"joined"');
        await grace.enter(id);
        const unused = await grace.askForEntrance(id);
        expect(unused).toBeDefined();

        const held = [
            await StubbornConnection.open(hub, grace, id, PRESENCE, 'websocket'),
            await StubbornConnection.open(hub, grace, id, SERVICES, 'websocket'),
            await StubbornConnection.open(hub, grace, id, EVENTS, 'stream')
        ] as const;
        expect(held.map(({ status }) => status)).toEqual([101, 101, 200]);
        const services = await ServicesConnection.open(hub, grace, id, 'graces-frontend');
        expect(await services.connect()).toBe(true);
        expect(await services.call('/services/envs', 'getExecPath')).toContain('node');
        const servicesEnded = new Promise<number>(resolve =>
            services.socket.on('disconnect', () => resolve(Date.now()))
        );
        const people = new People(ada.page);
        await expect(people.person(grace.name, 'editor')).toHaveCount(1);

        const before = Date.now();
        const answer = await ada.client.call(...act(id, userId));
        expect(answer.status(), await answer.text()).toBe(204);
        const ends = await Promise.all([...held.map(({ ended }) => ended), servicesEnded]);
        const longest = Math.max(...ends) - before;
        await attachTime(testInfo, `the last connection of who was ${name} is closed`, longest);
        expect(longest).toBeLessThan(CLOSED_WITHIN);
        expect(held[2].received).toContain('"type":"ended"');
        expect(held[2].received).toContain(sentence);

        await test.step('what was open takes nothing any more', async () => {
            held[0].send(JSON.stringify({ activity: 'active' }));
            await people.expectExactly([ada.name, 'owner']);
        });

        await test.step('old cookies', async () => {
            for (const [method, path] of [
                ['GET', '/.longtable/context'],
                ['GET', EVENTS],
                ['GET', '/.longtable/members'],
                ['GET', '/.longtable/presence'],
                ['PUT', '/.longtable/share'],
                ['PUT', '/files/'],
                ['GET', '/'],
                ['GET', '/socket.io/?EIO=4&transport=polling']
            ] as const) {
                const refused = await grace.at(id, method, path);
                expect(refused.status, `${method} ${path}`).toBe(403);
                expect(refused.text).toContain(sentence);
                expect(refused.text).toContain('"forbidden"');
            }
            for (const path of [PRESENCE, SERVICES]) {
                await expect(grace.socket(id, path), path).rejects.toThrow('refused with 403');
            }
            await expect(ServicesConnection.open(hub, grace, id, 'graces-frontend')).rejects.toThrow();
        });

        await test.step('old one-time tokens, used and unused', async () => {
            for (const entrance of grace.entrances) {
                await grace.at(id, 'GET', entrance);
                expect((await grace.at(id, 'GET', '/.longtable/context')).status).toBe(403);
                await expect(grace.socket(id, PRESENCE)).rejects.toThrow('refused with 403');
            }
            expect(await grace.askForEntrance(id)).toBeUndefined();
        });

        await test.step('the old link', async () => {
            const joined = await grace.join(link);
            if (name === 'removed') {
                expect(JSON.parse(joined.text)).toMatchObject({
                    state: 'refused',
                    message: expect.stringContaining(sentence)
                });
            } else {
                expect(joined.status).toBe(404);
            }
            expect(await grace.askForEntrance(id)).toBeUndefined();
        });

        await test.step('the API', async () => {
            for (const path of ['', '/members', '/presence', '/download', '/share']) {
                const refused = await grace.atHub('GET', `/api/v1/workspaces/${id}${path}`);
                expect(refused.status, path).toBe(403);
                expect(refused.text).toContain(sentence);
            }
            expect(JSON.parse((await grace.atHub('GET', '/api/v1/workspaces')).text)).toEqual({ workspaces: [] });
        });

        await test.step('the owner has noticed nothing', async () => {
            expect(await terminal.output('echo $seat')).toBe('window');
            await expect(workbench.connectionStatus).toBeEmpty();
        });
        held.forEach(connection => connection.dispose());
    });
}

test('a connection belongs to its person, whoever knows its id', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const link = await share(ada, id, { role: 'editor' });
    const [grace, alan] = await Promise.all([
        RawClient.signIn(hub, uniqueName('Grace')),
        RawClient.signIn(hub, uniqueName('Alan'))
    ]);
    for (const guest of [grace, alan]) {
        expect((await guest.join(link)).text).toContain('"joined"');
        await guest.enter(id);
    }
    const graces = await ServicesConnection.open(hub, grace, id, 'graces-frontend');
    expect(await graces.connect()).toBe(true);
    const terminal = await graces.call('/services/shell-terminal', 'create', { shell: '/bin/cat' });
    expect(typeof terminal).toBe('number');

    await test.step('while she is connected', async () => {
        const thief = await ServicesConnection.open(hub, alan, id, 'graces-frontend');
        expect(await thief.reconnect()).toBe(false);
        expect(await thief.connect()).toBe(false);
        thief.dispose();
        expect(await graces.call('/services/envs', 'getExecPath')).toContain('node');
    });

    await test.step('while she is away, and it waits for her', async () => {
        graces.dispose();
        const thief = await ServicesConnection.open(hub, alan, id, 'graces-frontend');
        expect(await thief.reconnect()).toBe(false);
        thief.dispose();
        const again = await ServicesConnection.open(hub, grace, id, 'graces-frontend');
        expect(await again.reconnect()).toBe(true);
        again.dispose();
    });

    await test.step('after she was removed', async () => {
        const answer = await ada.client.call('DELETE', `/workspaces/${id}/members/${await grace.userId}`);
        expect(answer.status()).toBe(204);
        const thief = await ServicesConnection.open(hub, alan, id, 'graces-frontend');
        expect(await thief.reconnect()).toBe(false);
        thief.dispose();
        await expect(ServicesConnection.open(hub, grace, id, 'graces-frontend')).rejects.toThrow();
    });

    await test.step('when a role was lowered, what was open before it does not outlast it', async () => {
        const alans = await ServicesConnection.open(hub, alan, id, 'alans-frontend');
        expect(await alans.connect()).toBe(true);
        const closed = new Promise<void>(resolve => alans.socket.on('disconnect', () => resolve()));
        const answer = await ada.client.call('PATCH', `/workspaces/${id}/members/${await alan.userId}`, {
            role: 'viewer'
        });
        expect(answer.ok(), await answer.text()).toBe(true);
        await closed;
        const again = await ServicesConnection.open(hub, alan, id, 'alans-frontend');
        expect(await again.reconnect()).toBe(false);
        again.dispose();
        const viewing = await ServicesConnection.open(hub, alan, id, 'alans-next-frontend');
        expect(await viewing.connect()).toBe(true);
        await expect(viewing.call('/services/shell-terminal', 'create', { shell: '/bin/cat' })).rejects.toThrow(
            'shared with you for viewing'
        );
        viewing.dispose();
    });
});

test('an identity that somebody sends along counts for nothing', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const adasId = ((await (await ada.client.call('GET', '/me')).json()) as { id: string }).id;
    const link = await share(ada, id);
    const alan = await RawClient.signIn(hub, uniqueName('Alan'));
    const stranger = await RawClient.signIn(hub, uniqueName('Stranger'));
    expect((await alan.join(link)).text).toContain('"joined"');
    await alan.enter(id);
    // Not even one that the hub could have made counts, as somebody might catch inside of a workspace.
    const genuine = await assertionOfOwner(hub.dataDirectory, id, { userId: adasId, name: ada.name });
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${genuine.split('.')[1] ?? ''}.`;
    const forgeries: Record<string, string>[] = [
        { 'x-longtable-assertion': unsigned },
        { 'x-longtable-assertion': genuine },
        { 'X-LONGTABLE-Assertion': genuine },
        { 'x-longtable-assertion': genuine, connection: 'x-longtable-assertion' },
        { 'x-longtable-user': adasId, 'x-longtable-role': 'owner', 'x-forwarded-user': adasId }
    ];
    for (const headers of forgeries) {
        const what = JSON.stringify(Object.keys(headers));
        expect((await stranger.at(id, 'GET', '/.longtable/context', { headers })).status, what).toBe(401);
        expect((await stranger.at(id, 'GET', '/files/', { headers })).status, what).toBe(401);
        await expect(stranger.socket(id, PRESENCE, headers), what).rejects.toThrow('refused with 401');
        expect((await alan.at(id, 'PUT', '/files/', { headers, body: {} })).status, what).toBe(403);
        expect((await alan.at(id, 'POST', '/.longtable/stop', { headers })).status, what).toBe(403);
        const context = await alan.at(id, 'GET', '/.longtable/context', { headers });
        expect(JSON.parse(context.text), what).toMatchObject({
            me: { name: alan.name },
            workspace: { role: 'viewer' }
        });
    }
    // Upgrades with each of them: the agent knows him by the hub's word alone.
    const { connection: _upgrade, ...headers } = Object.assign({}, ...forgeries) as Record<string, string>;
    const socket = await alan.socket(id, PRESENCE, headers);
    const presence = await PresenceClient.open(alan, id);
    await presence.untilPeople(1);
    expect(presence.people).toMatchObject([{ userId: await alan.userId, name: alan.name, role: 'viewer' }]);
    socket.close();
    await presence.close();
    expect((await ada.client.workspace(id)).status).toBe('running');
});

/** What the hub says of an owner to the parts of a workspace, signed with the hub's own key. */
async function assertionOfOwner(
    dataDirectory: string,
    workspaceId: string,
    person: { readonly userId: string; readonly name: string }
): Promise<string> {
    const key = JSON.parse(await readFile(path.join(dataDirectory, 'signing-key.json'), 'utf8')) as JsonWebKey;
    const now = Math.floor(Date.now() / 1000);
    const message = [
        { alg: 'EdDSA' },
        {
            iss: 'longtable-hub',
            aud: workspaceId,
            iat: now,
            exp: now + 60,
            identity: { kind: 'person', role: 'owner', ...person }
        }
    ]
        .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
    const signature = sign(undefined, Buffer.from(message), createPrivateKey({ key, format: 'jwk' }));
    return `${message}.${signature.toString('base64url')}`;
}
