import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ASSERTION_HEADER, ErrorBody, UserId, WorkspaceId, type AgentConfiguration } from '@longtable/common';
import { DocumentsConnection, DOCUMENTS_PATH } from '@longtable/common/documents';
import { bigFile, startGitServer, type GitServer } from '@longtable/e2e/git-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { bundle } from '../bundle.mjs';
import { RunningAgent } from './testing/running-agent.js';
import { temporaryDirectory } from './testing/temporary-directory.js';
import { waitFor } from './testing/wait-for.js';

let bundled: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: GitServer;
let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let agent: RunningAgent;

beforeAll(async () => {
    bundled = await temporaryDirectory();
    [server] = await Promise.all([startGitServer(), bundle(bundled.path)]);
});
afterAll(() => Promise.all([bundled[Symbol.asyncDispose](), server.dispose()]));
beforeEach(async () => {
    place = await temporaryDirectory();
});
afterEach(async () => {
    await agent[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
});

async function start(more?: Partial<AgentConfiguration>): Promise<void> {
    agent = await RunningAgent.start(place.path, bundled.path, more);
}

/** A process id that the backend wrote into its log behind a word. */
async function logged(word: string): Promise<number> {
    const log = join(place.path, 'home/.longtable/logs/ide.log');
    const id = await waitFor(`${word} in the log`, async () => {
        const content = await readFile(log, 'utf8').catch(() => '');
        return [...content.matchAll(new RegExp(`^${word} (\\d+)`, 'gm'))].at(-1)?.[1];
    });
    return Number(id);
}

/** Ids of the processes that a process has started and that still run, separated by spaces. */
async function childrenOf(id = 0): Promise<string> {
    return (await readFile(`/proc/${id}/task/${id}/children`, 'utf8')).trim();
}

async function isRunning(id: number): Promise<boolean> {
    const status = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    return status !== '' && !/\) [ZX] /.test(status);
}

describe('the socket', () => {
    test('AGENT-1: only this user may connect, and a stale socket is replaced', async () => {
        await mkdir(join(place.path, 'run'));
        await writeFile(join(place.path, 'run/agent.sock'), 'stale');
        await start();
        const { mode } = await stat(agent.configuration.sockets.agent);
        expect((mode & 0o7777).toString(8)).toBe('600');
    });

    test('AGENT-13: nothing that loads slowly is imported before the agent listens', async () => {
        await start();
        const code = await readFile(join(bundled.path, 'agent.mjs'), 'utf8');
        // esbuild moves static imports of lazily loaded modules to the top of the bundle, where they are evaluated first.
        const imported = [...code.matchAll(/\bfrom ?"([^"]+)"/g)].map(([, name]) => name);
        expect(imported).toContain('node:net');
        expect(imported.filter(name => /^(node:)?(https?|http2|crypto|tls|zlib)$/.test(name ?? ''))).toEqual([]);
    });

    test('AGENT-2: without a valid assertion nothing is answered, whatever the path', async () => {
        await start();
        const stranger = await agent.assertion({ kind: 'hub' }, WorkspaceId.parse('otherspace'));
        const hub = await agent.assertion();
        const forged = `${hub.slice(0, -8)}AAAAAAAA`;
        const attempts: Record<string, string>[] = [
            {},
            { [ASSERTION_HEADER]: stranger },
            { [ASSERTION_HEADER]: forged }
        ];
        for (const headers of attempts) {
            for (const path of ['/control/status', '/control/stop', '/nowhere']) {
                const response = await agent.call(path === '/control/stop' ? 'POST' : 'GET', path, headers);
                expect(response.statusCode).toBe(401);
                expect(ErrorBody.parse(JSON.parse(await text(response))).error.code).toBe('not-signed-in');
            }
        }
        expect((await agent.status()).phase).not.toBe('failed');
    });

    test('AGENT-3: a person, even the owner, gets no control', async () => {
        await start();
        const owner = { kind: 'person', userId: UserId.parse('u1'), name: 'Ada', role: 'owner' } as const;
        const headers = { [ASSERTION_HEADER]: await agent.assertion(owner) };
        for (const [method, path] of [
            ['GET', '/control/status'],
            ['GET', '/control/events'],
            ['POST', '/control/stop']
        ] as const) {
            const response = await agent.call(method, path, headers);
            expect(response.statusCode).toBe(403);
            expect(ErrorBody.parse(JSON.parse(await text(response))).error.code).toBe('forbidden');
        }
    });

    test('AGENT-4: what does not exist is not found, by request and by upgrade', async () => {
        await start();
        for (const [method, path] of [
            ['GET', '/'],
            ['POST', '/control/status'],
            ['GET', '/control/stop']
        ] as const) {
            expect((await agent.call(method, path)).statusCode).toBe(404);
        }
        const upgrade = (headers: string) =>
            agent.raw(
                `GET /documents HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`
            );
        expect(await upgrade('')).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[^]*"not-signed-in"/);
        expect(await upgrade(`${ASSERTION_HEADER}: ${await agent.assertion()}\r\n`)).toMatch(
            /^HTTP\/1\.1 404 Not Found\r\n[^]*"not-found"/
        );
    });
});

describe('coming up', () => {
    test('AGENT-5: clones with progress, then runs, and says how long it took', async () => {
        const { url } = await server.addRepository('demo', { 'a.bin': bigFile(4) }, { fault: 'slow' });
        await start({ repository: { url } });
        const seen = await agent.until('running');
        expect(seen.filter(({ phase }) => phase === 'cloning').length).toBeGreaterThan(3);
        const last = seen.at(-1);
        const timings = last?.phase === 'running' ? last.timings : {};
        expect(Object.keys(timings).toSorted()).toEqual(['agentReady', 'clone', 'ideListening', 'running']);
        expect(timings['running']).toBeGreaterThan(timings['clone'] ?? Infinity);
        expect(await readdir(join(place.path, 'root'))).toEqual(['demo']);
    });

    test('AGENT-6: the backend gets the folder, the plugins and its settings', async () => {
        await start();
        await agent.until('running');
        const environment = await readFile(`/proc/${await logged('backend')}/environ`, 'utf8');
        const { root, home, sockets } = agent.configuration;
        expect(environment.split('\0')).toEqual(
            expect.arrayContaining([
                'THEIA_HOSTS=w.example.org',
                'THEIA_WEBVIEW_EXTERNAL_ENDPOINT={{uuid}}--webview--w.example.org',
                'FRONTEND_CONNECTION_TIMEOUT=60000',
                `LONGTABLE_IDE_SOCKET=${sockets.ide}`,
                `LONGTABLE_AGENT_CONFIGURATION=${join(place.path, 'agent.json')}`,
                `HOME=${home}`
            ])
        );
        const log = await readFile(join(home, '.longtable/logs/ide.log'), 'utf8');
        expect(log).toContain(`["${root}/demo","--plugins=local-dir:${place.path}/plugins"]`);
    });

    test('AGENT-7: a second start finds the folder as it was left and clones nothing', async () => {
        const { url } = await server.addRepository('twice', { 'a.txt': 'a' });
        await start({ repository: { url } });
        await agent.until('running');
        await writeFile(join(place.path, 'root/demo/unsaved.txt'), 'mine');
        await agent[Symbol.asyncDispose]();
        await start({ repository: { url } });
        const last = (await agent.until('running')).at(-1);
        expect(last).not.toHaveProperty('timings.clone');
        expect(await readFile(join(place.path, 'root/demo/unsaved.txt'), 'utf8')).toBe('mine');
    });

    test('CONTROL-4: a flush is answered when what was typed is in its file', async () => {
        await start();
        await agent.until('running');
        const file = join(place.path, 'root/demo/guests.txt');
        await writeFile(file, 'one');
        const ada = { kind: 'person', userId: UserId.parse('ada'), name: 'Ada', role: 'editor' } as const;
        const headers = { [ASSERTION_HEADER]: await agent.assertion(ada) };
        const address = `ws+unix://${agent.configuration.sockets.agent}:${DOCUMENTS_PATH}`;
        const connection = new DocumentsConnection({
            connect: () => new WebSocket(address, { headers }),
            backOff: () => 100
        });
        const replica = await connection.open('guests.txt');
        replica.text.insert(3, ' and two');
        await waitFor('it to be acknowledged', () => replica.acknowledged);
        expect((await agent.call('POST', '/control/flush')).statusCode).toBe(204);
        expect(await readFile(file, 'utf8')).toBe('one and two');

        connection.setAutoSave(false);
        replica.text.insert(11, ' and three');
        await waitFor('it to be acknowledged', () => replica.acknowledged);
        expect((await agent.call('POST', '/control/flush')).statusCode).toBe(204);
        expect(await readFile(file, 'utf8')).toBe('one and two and three');
        await waitFor('it to be saved', () => !replica.metadata.dirty);

        await rm(file);
        replica.text.insert(0, 'lost? ');
        await waitFor('it to be acknowledged', () => replica.acknowledged);
        expect((await agent.call('POST', '/control/flush')).statusCode).toBe(204);
        await expect(readFile(file)).rejects.toThrow('ENOENT');
        connection.dispose();
    });

    test('AGENT-8: after a failed clone the agent still answers, without the IDE, without a secret', async () => {
        const url = server.url.replace('://', '://ada:s3cret@');
        await start({ repository: { url: `${url}/missing` } });
        const last = (await agent.until('failed')).at(-1);
        expect(last).toMatchObject({ phase: 'failed', code: 'clone-failed' });
        expect(JSON.stringify(last)).not.toContain('s3cret');
        await waitFor('the IDE to end', async () => (await childrenOf(agent.child.pid)) === '');
        expect(await agent.status()).toEqual(last);
        expect(await readdir(join(place.path, 'root'))).toEqual([]);
        await agent[Symbol.asyncDispose]();
        expect(await agent.output).not.toContain('s3cret');
    });
});

describe('a full disk', () => {
    test('CLONE-8: is told as such, and what was written is gone', async () => {
        const { url } = await server.addRepository('huge', { 'big.bin': bigFile(6) });
        const root = join(place.path, 'root');
        const small = ['bwrap', '--die-with-parent', '--dev-bind', '/', '/', '--size', '5000000', '--tmpfs', root];
        agent = await RunningAgent.start(place.path, bundled.path, { repository: { url } }, small);
        const last = (await agent.until('failed')).at(-1);
        expect(last).toMatchObject({ phase: 'failed', code: 'disk-full' });
        expect(last).toHaveProperty('reason', expect.stringContaining(`The disk was full before ${url} was cloned`));
        const inside = `/proc/${await childrenOf(agent.child.pid)}/root${root}`;
        expect(await readdir(inside)).toEqual([]);
        expect((await agent.call('POST', '/control/stop')).statusCode).toBe(204);
        expect(await agent.exited).toBe(0);
    });
});

describe('the IDE backend', () => {
    test('AGENT-9: killed, it is back within a second, and the hub is told why', async () => {
        await start();
        await agent.until('running');
        const before = await logged('backend');
        process.kill(before, 'SIGKILL');
        const killed = performance.now();
        const phases: string[] = [];
        for await (const status of agent.events()) {
            phases.push(status.phase);
            if (status.phase === 'running' && status.ide.restarts === 1) {
                expect(status.ide.lastExit).toContain('SIGKILL');
                break;
            }
        }
        expect(performance.now() - killed).toBeLessThan(1500);
        expect(phases).toContain('starting');
        expect(await logged('backend')).not.toBe(before);
    });
});

describe('stopping', () => {
    test.each(['listen', 'orphan', 'stubborn'])('AGENT-10: %s: no process is left, then the agent ends', async mode => {
        await writeFile(join(place.path, 'mode'), mode);
        await start();
        await agent.until('running');
        const left = [await logged('backend'), ...(mode === 'orphan' ? [await logged('orphan')] : [])];
        expect(await Promise.all(left.map(isRunning))).toEqual(left.map(() => true));
        const began = performance.now();
        expect((await agent.call('POST', '/control/stop')).statusCode).toBe(204);
        expect(performance.now() - began).toBeLessThan(7000);
        expect(await Promise.all(left.map(isRunning))).toEqual(left.map(() => false));
        expect(await agent.exited).toBe(0);
    });

    test('AGENT-10, AGENT-15: a shell in a terminal, which takes no notice of SIGTERM, is hung up and can say farewell', async () => {
        await writeFile(join(place.path, 'mode'), 'shell');
        await start();
        await agent.until('running');
        const shell = await logged('shell');
        expect((await agent.call('POST', '/control/stop')).statusCode).toBe(204);
        expect(await isRunning(shell)).toBe(false);
        expect(await readFile(join(place.path, 'farewell'), 'utf8')).toBe('done\n');
    });

    test('AGENT-11: SIGTERM does the same', async () => {
        await start();
        await agent.until('running');
        const backend = await logged('backend');
        agent.child.kill('SIGTERM');
        expect(await agent.exited).toBe(0);
        expect(await isRunning(backend)).toBe(false);
    });

    test('AGENT-14: an agent that cannot start leaves no backend behind', async () => {
        await start({ publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'no key' } });
        expect(await agent.exited).toBe(1);
        expect(await agent.output).toContain('The agent could not start');
        const socket = `LONGTABLE_IDE_SOCKET=${agent.configuration.sockets.ide}`;
        // A process that was killed is there for a moment longer.
        await waitFor('the end of the backend', async () => {
            const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
            const environments = ids.map(id => readFile(`/proc/${id}/environ`, 'utf8').catch(() => ''));
            return !(await Promise.all(environments)).some(environment => environment.includes(socket));
        });
    });

    test('AGENT-12: a stop in the middle of a clone leaves nothing half made', async () => {
        const { url } = await server.addRepository('hanging', { 'a.txt': 'a' }, { fault: 'hang' });
        await start({ repository: { url } });
        const root = join(place.path, 'root');
        await waitFor('the clone to begin', async () => (await readdir(root)).length > 0);
        expect((await agent.call('POST', '/control/stop')).statusCode).toBe(204);
        expect(await agent.exited).toBe(0);
        expect(await readdir(root)).toEqual([]);
    });
});
