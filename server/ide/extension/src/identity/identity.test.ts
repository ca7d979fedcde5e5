import { signAssertion, WorkspaceId } from '@longtable/common';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BackendProcess, createKeys, HOST, person, WORKSPACE } from '../testing/backend-process';

let backend: BackendProcess;
beforeAll(async () => {
    backend = await BackendProcess.start();
});
afterAll(() => backend[Symbol.asyncDispose]());

async function signedAt(time: number): Promise<string> {
    vi.useFakeTimers({ now: time, toFake: ['Date'] });
    try {
        return await backend.sign(person());
    } finally {
        vi.useRealTimers();
    }
}

const refused: Record<string, { assertion: () => Promise<string | undefined>; status: number }> = {
    'no assertion': { assertion: () => Promise.resolve(undefined), status: 401 },
    'something else in the header': { assertion: () => Promise.resolve('ada'), status: 401 },
    'an assertion signed with another key': {
        assertion: async () => signAssertion(person(), WORKSPACE, (await createKeys()).privateKey),
        status: 401
    },
    'an assertion that claims to need no signature': {
        assertion: async () => {
            const payload = (await backend.sign(person())).split('.')[1] ?? '';
            return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
        },
        status: 401
    },
    'an assertion whose payload was changed': {
        assertion: async () => {
            const [header, , signature] = (await backend.sign(person({ role: 'viewer' }))).split('.');
            const payload = (await backend.sign(person())).split('.')[1];
            return `${header ?? ''}.${payload ?? ''}.${signature ?? ''}`;
        },
        status: 401
    },
    'an assertion that has expired': { assertion: () => signedAt(Date.now() - 70_000), status: 401 },
    'an assertion for another workspace': {
        assertion: () => backend.sign(person(), WorkspaceId.parse('zyxwvuts')),
        status: 401
    },
    'the hub itself': { assertion: () => backend.sign({ kind: 'hub' }), status: 403 }
};

describe.each(Object.entries(refused))('%s', (_, { assertion, status }) => {
    test('is refused on plain requests', async () => {
        const answer = await backend.request('/', await assertion());
        expect(answer.status).toBe(status);
        expect(JSON.parse(answer.body)).toMatchObject({
            error: { code: status === 401 ? 'not-signed-in' : 'forbidden' }
        });
    });

    test('is refused where Theia serves files of the machine', async () => {
        expect((await backend.request('/file?uri=/etc/passwd', await assertion())).status).toBe(status);
    });

    test('is refused on handshakes by polling', async () => {
        expect((await backend.request('/socket.io/?EIO=4&transport=polling', await assertion())).status).toBe(status);
    });

    test('is refused on upgrades to a WebSocket', async () => {
        expect((await backend.upgrade(await assertion())).status).toBe(status);
    });
});

describe.each(['editor', 'owner'])('an %s', role => {
    test('gets through to the application, without a cookie', async () => {
        const answer = await backend.request('/', await backend.sign(person({ role })));
        expect(answer.status).toBe(404);
        expect(answer.headers['set-cookie']).toBeUndefined();
    });

    test('gets a session of engine.io by polling', async () => {
        const answer = await backend.request(
            '/socket.io/?EIO=4&transport=polling',
            await backend.sign(person({ role }))
        );
        expect(answer.status).toBe(200);
        expect(answer.body).toContain('"sid"');
    });

    test('gets a WebSocket from the name that the workspace is opened at', async () => {
        const answer = await backend.upgrade(await backend.sign(person({ role })), { origin: `http://${HOST}` });
        expect(answer.status).toBe(101);
    });
});

describe('a viewer', () => {
    const viewer = (): Promise<string> => backend.sign(person({ role: 'viewer' }));

    test('is refused the files of the machine', async () => {
        expect((await backend.request('/', await viewer())).status).toBe(403);
        expect((await backend.request('/file?uri=/etc/passwd', await viewer())).status).toBe(403);
    });

    test('gets sockets', async () => {
        expect((await backend.request('/socket.io/?EIO=4&transport=polling', await viewer())).status).toBe(200);
        expect((await backend.upgrade(await viewer())).status).toBe(101);
    });
});

test('a WebSocket is refused to a page of another origin, whoever asks', async () => {
    const assertion = await backend.sign(person());
    expect((await backend.upgrade(assertion, { origin: 'http://evil.example.org' })).status).not.toBe(101);
    expect((await backend.upgrade(assertion, { origin: `http://x--webview--${HOST}` })).status).not.toBe(101);
});

test('a session of engine.io does not spare its requests the check', async () => {
    const polling = '/socket.io/?EIO=4&transport=polling';
    const { body } = await backend.request(polling, await backend.sign(person()));
    const { sid } = JSON.parse(body.slice(1)) as { sid: string };
    expect((await backend.request(`${polling}&sid=${sid}`)).status).toBe(401);
});

test.each([
    ['another person', person({ userId: 'bob', role: 'editor' })],
    ['its owner with another role', person({ role: 'viewer' })]
])('a session of engine.io is refused to %s (IDE-4)', async (_, other) => {
    const polling = '/socket.io/?EIO=4&transport=polling';
    const { body } = await backend.request(polling, await backend.sign(person({ role: 'editor' })));
    const { sid } = JSON.parse(body.slice(1)) as { sid: string };
    const session = `${polling}&sid=${sid}`;
    expect((await backend.request(session, await backend.sign(other))).status).toBe(400);
    expect((await backend.request(session, await backend.sign(other), {}, 'POST')).status).toBe(400);
    expect((await backend.upgrade(await backend.sign(other), {}, `&sid=${sid}`)).status).not.toBe(101);
    expect((await backend.request(session, await backend.sign(person({ role: 'editor' })))).status).toBe(200);
});
