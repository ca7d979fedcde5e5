import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssertionVerifier, LongtableError, UserId, WorkspaceId, type AgentStatus } from '@longtable/common';
import { exportJWK, generateKeyPair } from 'jose';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Assertions } from '../identity/assertions.js';
import { EmbeddedStore } from '../store/embedded-store.js';
import type { WorkspaceRecord } from '../store/store.js';
import { RecordingRuntime } from '../testing/recording-runtime.js';
import { Lifecycle } from './lifecycle.js';
import { WorkspaceRecords } from './workspace-records.js';

const id = WorkspaceId.parse('engine01');
const ide = { restarts: 0 };
const cloning: AgentStatus = {
    phase: 'cloning',
    progress: { step: 'clone', message: 'Receiving objects', percent: 40 }
};
const starting: AgentStatus = { phase: 'starting', progress: { step: 'ide', message: 'Starting the IDE' }, ide };
const running: AgentStatus = { phase: 'running', ide, timings: {} };

let directory: string;
let store: EmbeddedStore;
let records: WorkspaceRecords;
let runtime: RecordingRuntime;
let lifecycle: Lifecycle;
let fill: ((signal: AbortSignal) => Promise<void>) | undefined;
let agent: http.Server;
let streams: Set<ServerResponse>;
let closed: WorkspaceId[];
let log: string[];

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lifecycle-'));
    store = await EmbeddedStore.open(join(directory, 'data'));
    records = new WorkspaceRecords(store);
    runtime = new RecordingRuntime((one, service) => join(directory, `${one}.${service}.sock`));
    const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const verifier = await AssertionVerifier.create(id, await exportJWK(keys.publicKey));
    streams = new Set();
    agent = http.createServer((request, response) => {
        void verifier.verify(request.headers['x-longtable-assertion']).then(
            identity => {
                expect(identity).toEqual({ kind: 'hub' });
                expect(request.url).toBe('/control/events');
                response.writeHead(200).flushHeaders();
                streams.add(response);
                response.on('close', () => streams.delete(response));
            },
            () => response.writeHead(401).end()
        );
    });
    await new Promise<void>(resolve => agent.listen(join(directory, `${id}.agent.sock`), resolve));
    closed = [];
    log = [];
    fill = undefined;
    lifecycle = new Lifecycle({
        store,
        records,
        runtime,
        assertions: new Assertions(keys.privateKey),
        logger: pino({ level: 'info' }, { write: (line: string) => log.push(line) }),
        closeConnections: one => closed.push(one),
        fill: (_record, signal) => fill?.(signal) ?? Promise.resolve()
    });
});

afterEach(async () => {
    await lifecycle.dispose();
    agent.closeAllConnections();
    await new Promise(resolve => agent.close(resolve));
    await store.close();
    await rm(directory, { recursive: true });
});

const put = (status: WorkspaceRecord['status'], provisioned: boolean) =>
    records.add({
        id,
        ownerId: UserId.parse('ada'),
        name: 'Engine',
        folder: 'engine',
        pinned: false,
        status,
        provisioned,
        createdAt: '2026-01-01T00:00:00.000Z'
    });

const reaches = (expected: Partial<WorkspaceRecord>) =>
    vi.waitFor(async () => {
        expect(await store.workspaces.get(id)).toMatchObject(expected);
    }, 10_000);

async function tell(...statuses: (AgentStatus | string)[]): Promise<void> {
    await vi.waitFor(() => {
        expect(streams.size).toBe(1);
    }, 10_000);
    for (const status of statuses) {
        for (const stream of streams) {
            stream.write(typeof status === 'string' ? status : `${JSON.stringify(status)}\n`);
        }
    }
}

describe('a new workspace', () => {
    test('is made, started, and running once its agent says so', async () => {
        await put('stopped', false);
        await lifecycle.start(id);
        expect(await store.workspaces.get(id)).toMatchObject({ status: 'creating' });
        await tell(cloning);
        await vi.waitFor(() => {
            expect(records.progressOf(id)).toEqual({ step: 'clone', message: 'Receiving objects', percent: 40 });
        });
        expect(await store.workspaces.get(id)).toMatchObject({ provisioned: false });
        await tell(starting);
        await reaches({ status: 'creating', provisioned: true });
        await tell(running);
        await reaches({ status: 'running', provisioned: true });
        expect((await store.workspaces.get(id))?.lastStartedAt).toBeDefined();
        expect(records.progressOf(id)).toBeUndefined();
        expect(runtime.calls).toEqual(['destroy', 'create', 'start']);
    });

    test('that is started again while it is being made goes on, and does not begin anew', async () => {
        await put('stopped', false);
        await Promise.all([lifecycle.start(id), lifecycle.start(id)]);
        await tell(cloning);
        await lifecycle.start(id);
        await tell(starting, running);
        await reaches({ status: 'running' });
        await lifecycle.start(id);
        expect(runtime.calls).toEqual(['destroy', 'create', 'start']);
    });

    test('whose clone fails leaves no files, says why, and can be tried again', async () => {
        await put('stopped', false);
        await lifecycle.start(id);
        await tell(cloning, { phase: 'failed', code: 'clone-failed', reason: 'There is no such repository.' });
        await reaches({ status: 'failed', statusReason: 'There is no such repository.', provisioned: false });
        expect(runtime.calls).toEqual(['destroy', 'create', 'start', 'stop', 'destroy']);
        expect(closed).toEqual([id]);
        await lifecycle.start(id);
        await tell(running);
        await reaches({ status: 'running' });
        expect(await store.workspaces.get(id)).not.toHaveProperty('statusReason');
    });

    test.each(['create', 'start'])('of which the runtime cannot %s fails with its words', async call => {
        runtime.failures.set(call, new LongtableError('disk-full', 'The disk is full. Nothing was kept.'));
        await put('stopped', false);
        await lifecycle.start(id);
        await reaches({ status: 'failed', statusReason: 'The disk is full. Nothing was kept.' });
        expect(runtime.calls.slice(-2)).toEqual(['stop', 'destroy']);
    });

    test('whose sandbox ends while it is being made does not say that files are kept', async () => {
        await put('stopped', false);
        await lifecycle.start(id);
        await tell(cloning);
        runtime.end(id, 'It ran out of memory.');
        await reaches({ status: 'failed', provisioned: false });
        const reason = (await store.workspaces.get(id))?.statusReason;
        expect(reason).toMatch(/ran out of memory[^]*Nothing of it was kept/);
        expect(reason).not.toContain('files are kept');
        expect(runtime.calls.slice(-2)).toEqual(['stop', 'destroy']);
    });

    test('that is stopped while it is being made leaves no files', async () => {
        await put('stopped', false);
        await lifecycle.start(id);
        await tell(cloning);
        await lifecycle.stop(id, 'Stopped by Ada.');
        await reaches({ status: 'stopped', provisioned: false });
        expect((await store.workspaces.get(id))?.statusReason).toContain('Stopped by Ada.');
        expect(runtime.calls.slice(-2)).toEqual(['stop', 'destroy']);
    });

    test('that is being filled when the hub ends has failed, says why, and leaves no files', async () => {
        const filling = new Promise<void>(begun => {
            fill = async signal => {
                begun();
                await once(signal, 'abort');
                throw signal.reason;
            };
        });
        await put('stopped', false);
        await lifecycle.start(id);
        await filling;
        await lifecycle.dispose();
        expect(await store.workspaces.get(id)).toMatchObject({
            status: 'failed',
            statusReason: expect.stringContaining('was stopped while the workspace was being made') as string
        });
        expect(runtime.calls.slice(-2)).toEqual(['stop', 'destroy']);
    });
});

describe('a workspace with files', () => {
    const up = async () => {
        await put('stopped', true);
        await lifecycle.start(id);
        await tell(running);
        await reaches({ status: 'running' });
        runtime.calls.length = 0;
    };

    test('keeps them through stop and start', async () => {
        await up();
        await lifecycle.stop(id, 'Stopped by Ada.');
        expect(closed).toEqual([id]);
        await reaches({ status: 'stopped', statusReason: 'Stopped by Ada.' });
        await lifecycle.stop(id, 'Again.');
        await lifecycle.start(id);
        expect(await store.workspaces.get(id)).toMatchObject({ status: 'starting' });
        await tell(running);
        await reaches({ status: 'running' });
        expect(runtime.calls).toEqual(['stop', 'start']);
    });

    test('that does not start keeps them, and says so', async () => {
        runtime.failures.set('start', new LongtableError('unavailable', 'The sandbox did not start.'));
        await put('stopped', true);
        await lifecycle.start(id);
        await reaches({
            status: 'failed',
            statusReason: expect.stringMatching(/did not start\. Its files are kept/) as string
        });
        expect(runtime.calls).not.toContain('destroy');
    });

    test.each(['stop', 'remove'] as const)(
        'whose start hangs can be ended by a %s, which does not wait for it',
        async end => {
            runtime.hangs = true;
            await put('stopped', true);
            await lifecycle.start(id);
            await vi.waitFor(() => {
                expect(runtime.calls).toEqual(['start']);
            });
            await lifecycle[end](id, 'Ended by Ada.');
            await vi.waitFor(async () => {
                const record = await store.workspaces.get(id);
                expect(record?.status).toBe(end === 'stop' ? 'stopped' : undefined);
            }, 10_000);
            expect(runtime.up.has(id)).toBe(false);
            if (end === 'stop') {
                expect(await store.workspaces.get(id)).toMatchObject({ statusReason: 'Ended by Ada.' });
                runtime.hangs = false;
                await lifecycle.start(id);
                await tell(running);
                await reaches({ status: 'running' });
            }
        }
    );

    test('whose start hangs, and that is stopped and started again at once, ends up running', async () => {
        runtime.hangs = true;
        await put('stopped', true);
        await lifecycle.start(id);
        await vi.waitFor(() => {
            expect(runtime.calls).toEqual(['start']);
        });
        runtime.hangs = false;
        await Promise.all([lifecycle.stop(id, 'Stopped by Ada.'), lifecycle.start(id)]);
        await tell(running);
        await reaches({ status: 'running' });
        expect(runtime.up.has(id)).toBe(true);
    });

    test('that is started while it is being stopped ends up running', async () => {
        await up();
        await lifecycle.stop(id, 'Stopped by Ada.');
        await lifecycle.start(id);
        await tell(running);
        await reaches({ status: 'running' });
        expect(runtime.up.has(id)).toBe(true);
    });

    test('whose sandbox ends says why and keeps them', async () => {
        await up();
        runtime.end(id, 'It ran out of memory.');
        await reaches({ status: 'failed', provisioned: true });
        expect((await store.workspaces.get(id))?.statusReason).toMatch(/ran out of memory[^]*files are kept/);
        expect(runtime.calls).toEqual(['stop']);
    });

    test('whose IDE ends stays, says so, and says so no more once it is back', async () => {
        await up();
        await tell({ ...starting, ide: { restarts: 1, lastExit: 'killed by SIGKILL' } });
        await vi.waitFor(async () => {
            expect((await store.workspaces.get(id))?.statusReason).toContain('killed by SIGKILL');
        });
        expect(await store.workspaces.get(id)).toMatchObject({ status: 'running' });
        await tell(running);
        await vi.waitFor(async () => {
            expect(await store.workspaces.get(id)).not.toHaveProperty('statusReason');
        });
        expect(runtime.calls).toEqual([]);
    });

    test.each([
        ['closes', ''],
        ['talks nonsense', 'nonsense\n'],
        ['says what no agent says', '{"phase":"flying"}\n'],
        ['never ends its line', 'x'.repeat(200_000)]
    ])('whose agent %s is followed anew', async (_name, text) => {
        await up();
        const [first] = streams;
        if (text === '') {
            first?.end();
        } else {
            await tell(text);
        }
        await vi.waitFor(() => {
            expect(streams.size).toBe(1);
            expect([...streams]).not.toContain(first);
        }, 10_000);
        await tell({ ...starting, ide: { restarts: 1, lastExit: 'after that' } });
        await vi.waitFor(async () => {
            expect((await store.workspaces.get(id))?.statusReason).toContain('after that');
        });
    });

    test('that cannot be stopped has failed, says why, and can be started, stopped and deleted again', async () => {
        await up();
        runtime.failures.set('stop', new LongtableError('unavailable', 'Its processes do not end.'));
        await lifecycle.stop(id, 'Stopped by Ada.');
        await reaches({ status: 'failed', provisioned: true });
        expect((await store.workspaces.get(id))?.statusReason).toContain('Its processes do not end.');
        runtime.failures.clear();
        await lifecycle.start(id);
        await tell(running);
        await reaches({ status: 'running' });
        await lifecycle.stop(id, 'Stopped by Ada.');
        await reaches({ status: 'stopped', statusReason: 'Stopped by Ada.' });
    });

    test('that cannot be deleted has failed, can be seen, and is deleted the next time', async () => {
        await up();
        runtime.failures.set('destroy', new Error('EBUSY'));
        await expect(lifecycle.remove(id)).rejects.toMatchObject({ code: 'unavailable' });
        expect(await records.get(id)).toMatchObject({ status: 'failed' });
        expect((await records.get(id)).statusReason).toMatch(/could not be deleted[^]*EBUSY[^]*Delete it again/);
        runtime.failures.clear();
        await lifecycle.remove(id);
        expect(await store.workspaces.get(id)).toBeUndefined();
    });

    test('whose sandbox ends and of which something stays has failed all the same', async () => {
        await up();
        runtime.failures.set('stop', new Error('EBUSY'));
        runtime.end(id, 'It ran out of memory.');
        await reaches({ status: 'failed' });
    });

    test('whose agent is gone is looked for ever more seldom, and logged once', async () => {
        await up();
        const attempts: number[] = [];
        agent.removeAllListeners('request').on('request', (_request, response: ServerResponse) => {
            attempts.push(Date.now());
            response.destroy();
        });
        for (const stream of streams) {
            stream.destroy();
        }
        await vi.waitFor(() => {
            expect(attempts.length).toBe(3);
        }, 20_000);
        const [first = 0, second = 0, third = 0] = attempts;
        expect(second - first).toBeGreaterThanOrEqual(990);
        expect(third - second).toBeGreaterThanOrEqual(2990);
        expect(log.filter(line => line.includes('connection to an agent ended'))).toHaveLength(1);
    });

    test('is gone with everything once it is deleted', async () => {
        await up();
        const removing = lifecycle.remove(id);
        await removing;
        expect(closed).toEqual([id]);
        expect(runtime.calls).toEqual(['destroy']);
        expect(await store.workspaces.get(id)).toBeUndefined();
        await expect(lifecycle.start(id)).rejects.toMatchObject({ code: 'not-found' });
    });
});

describe('after a start of the hub', () => {
    test('a workspace that runs is taken up as it is', async () => {
        await put('running', true);
        runtime.found.push(id);
        runtime.up.add(id);
        await lifecycle.recover();
        await tell({ ...starting, ide: { restarts: 3, lastExit: 'meanwhile' } });
        await vi.waitFor(async () => {
            expect((await store.workspaces.get(id))?.statusReason).toContain('meanwhile');
        });
        expect(runtime.calls).toEqual([]);
    });

    test.each([
        ['running', true, 'stopped', []],
        ['starting', true, 'stopped', []],
        ['stopping', true, 'stopped', []],
        ['creating', false, 'failed', ['destroy']],
        ['stopping', false, 'stopped', ['destroy']],
        ['stopped', true, 'stopped', []],
        ['failed', true, 'failed', []]
    ] as const)('one that was %s (files: %s) and does not run is %s', async (status, provisioned, after, calls) => {
        await put(status, provisioned);
        await lifecycle.recover();
        await reaches({ status: after });
        await lifecycle.dispose();
        expect(runtime.calls).toEqual(calls);
    });

    test('one that ran with parts of before an upgrade is stopped and says so', async () => {
        await put('running', true);
        runtime.outdated.push(id);
        await lifecycle.recover();
        await reaches({
            status: 'stopped',
            statusReason: 'Longtable was upgraded while the workspace ran. Its files are kept; start it again.'
        });
    });

    test.each(['stopping', 'stopped', 'failed'] as const)('one that was %s but runs is stopped', async status => {
        await put(status, true);
        runtime.found.push(id);
        await lifecycle.recover();
        await vi.waitFor(() => {
            expect(runtime.calls).toEqual(['stop']);
        });
    });

    test('one that was being deleted and cannot be has failed', async () => {
        await put('deleting', true);
        runtime.failures.set('destroy', new Error('EBUSY'));
        await lifecycle.recover();
        await reaches({ status: 'failed' });
    });

    test('one that was being deleted is deleted', async () => {
        await put('deleting', true);
        runtime.found.push(id);
        await lifecycle.recover();
        await vi.waitFor(async () => {
            expect(await store.workspaces.get(id)).toBeUndefined();
        });
        expect(runtime.calls).toContain('destroy');
    });
});
