import 'reflect-metadata';
import { can, type Person, WorkspaceId } from '@longtable/common';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { FrontendConnection } from '../testing/frontend-connection';
import { guardedService } from './guarded-service';
import { authorizeRequest, httpAccess } from './http-access';
import type { Inventory } from './inventory';
import { viewingOnly } from './refusal';
import { rawChannelAccess, rpcAccess } from './rpc-access';
import { WorkspaceBoundary } from './workspace-boundary';

const refusal = viewingOnly().message;
const nothing = new WorkspaceBoundary([]);

let backend: BackendProcess;
let inventory: Inventory;
let viewer: FrontendConnection;
beforeAll(async () => {
    backend = await BackendProcess.start();
    inventory = await backend.inventory();
    viewer = await FrontendConnection.open(backend, await backend.sign(person({ role: 'viewer' })), 'viewer');
    await viewer.connect();
});
afterAll(async () => {
    viewer[Symbol.dispose]();
    await backend[Symbol.asyncDispose]();
});

describe('what the backend offers is what the table lists (IDE-8)', () => {
    test('paths of services', () => {
        expect(Object.keys(inventory.services).sort()).toEqual(Object.keys(rpcAccess).sort());
    });

    test.each(Object.entries(rpcAccess))('methods of %s', (path, access) => {
        const offered = inventory.services[path];
        if (access === 'frontend') {
            expect(offered).toBe('frontend');
        } else if (access === 'edit') {
            expect(offered).toBeInstanceOf(Array);
        } else {
            expect(offered).toEqual([...access.read, ...access.edit].sort());
        }
    });

    test('other channels', () => {
        expect([...inventory.rawChannels].sort()).toEqual(Object.keys(rawChannelAccess).sort());
    });

    test('routes', () => {
        expect([...inventory.routes].sort()).toEqual(Object.keys(httpAccess).sort());
    });
});

describe.each(Object.entries(rpcAccess).filter(([, access]) => access !== 'frontend'))('%s', (path, access) => {
    const methods = (): readonly string[] => inventory.services[path] as readonly string[];

    test('refuses a viewer whatever needs more than to read (IDE-5)', async () => {
        const read = typeof access === 'object' ? access.read : [];
        const refused = methods().filter(method => !read.includes(method));
        for (const method of [...refused, 'constructor', 'toString', '__proto__', 'hasOwnProperty']) {
            // A name that begins like this goes out as a notification, which has no answer.
            if (!/^(on|notify)/.test(method) && !['setClient', 'toString', '__proto__'].includes(method)) {
                await expect(viewer.call(path, method), method).rejects.toThrow(refusal);
            }
        }
    });

    test('hands over nothing else to a viewer, by any name (IDE-5)', async () => {
        const touched = vi.fn();
        const everything = new Proxy({}, { get: () => touched });
        const guarded = guardedService(path, person({ role: 'viewer' }), nothing, () => everything) as Methods;
        for (const method of methods()) {
            if (access === 'edit' || (typeof access === 'object' && access.edit.includes(method))) {
                await expect(guarded[method]?.(), method).rejects.toThrow(refusal);
            }
        }
        expect(touched).not.toHaveBeenCalled();
    });

    test.each(['editor', 'owner'])('is there for an %s as it is', role => {
        const service = {};
        expect(guardedService(path, person({ role }), nothing, () => service)).toBe(service);
    });
});

type Methods = Record<string, (() => Promise<unknown>) | undefined>;

test('a path that is in no table is refused to a viewer (IDE-5)', async () => {
    const touched = vi.fn();
    const guarded = guardedService('/services/new', person({ role: 'viewer' }), nothing, () => ({ touched }));
    await expect((guarded as Methods)['touched']?.()).rejects.toThrow(refusal);
    expect(touched).not.toHaveBeenCalled();
});

test('a viewer reaches no terminal and no debugger (IDE-5)', async () => {
    using editor = await FrontendConnection.open(backend, await backend.sign(person({ userId: 'bob' })), 'bob');
    await editor.connect();
    const id = await editor.call('/services/shell-terminal', 'create', { shell: '/bin/cat' });
    const received = vi.fn();
    const channel = await viewer.open(`/services/terminals/${String(id)}`);
    channel.onMessage(received);
    channel.getWriteBuffer().writeString('secret\n').commit();
    const own = await editor.open(`/services/terminals/${String(id)}`);
    const echoed = new Promise(resolve => own.onMessage(message => resolve(message().readString())));
    own.getWriteBuffer().writeString('open\n').commit();
    expect(await echoed).toContain('open');
    expect(await echoed).not.toContain('secret');
    expect(received).not.toHaveBeenCalled();
});

describe.each(Object.entries(httpAccess))('%s', (route, capability) => {
    const [method = '', pattern = ''] = route.split(' ', 2);
    const target = pattern.replace('*', '/x').replace(':pluginId', 'a.b').replace(':path(/x)', 'package.json');
    const status = async (assertion?: string): Promise<number | undefined> =>
        (await backend.request(target, assertion, {}, method)).status;

    test('is refused to a stranger, to people of other workspaces and to an assertion that has expired', async () => {
        expect(await status()).toBe(401);
        expect(await status(await backend.sign(person(), WorkspaceId.parse('zyxwvuts')))).toBe(401);
        vi.useFakeTimers({ now: Date.now() - 70_000, toFake: ['Date'] });
        const expired = await backend.sign(person());
        vi.useRealTimers();
        expect(await status(expired)).toBe(401);
    });

    test.each(['viewer', 'editor', 'owner'] as const)(
        'asks an %s for the capability of the table (IDE-6)',
        async role => {
            const answer = await status(await backend.sign(person({ role })));
            if (can(role, capability)) {
                expect(answer).not.toBe(401);
                // Theia itself refuses links to downloads that it never made.
                expect(target === '/files/download' ? 0 : answer).not.toBe(403);
            } else {
                expect(answer).toBe(403);
            }
        }
    );
});

test.each([
    'GET /',
    'GET /hostedPlugin/../file?/etc/passwd',
    'GET //hostedPlugin/../file',
    'GET /hostedPlugin',
    'GET http://x/hostedPlugin/a',
    'GET /socket.io/../file?/etc/passwd',
    'GET /socket.io\\..\\file',
    'PUT /socket.io/',
    'POST /hostedPlugin/a/b',
    'DELETE /hostedPlugin/a/b',
    'POST /file-upload',
    'GET /HOSTEDPLUGIN/a/b'
])('%s is nothing for a viewer (IDE-6)', line => {
    const [method, url] = line.split(' ');
    const viewing: Pick<Person, 'role'> = { role: 'viewer' };
    expect(() => authorizeRequest({ method: method ?? '', url: url ?? '' }, viewing)).toThrow(refusal);
});
