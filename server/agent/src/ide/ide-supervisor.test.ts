import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock, type Clock } from '../clock.js';
import { ManualClock } from '../testing/manual-clock.js';
import { writeStandInBackend } from '../testing/stand-in-backend.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitFor } from '../testing/wait-for.js';
import { BoundedLog } from './bounded-log.js';
import { IdeSupervisor } from './ide-supervisor.js';

let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let supervisor: IdeSupervisor;
let log: BoundedLog;
let states: string[];

beforeEach(async () => {
    place = await temporaryDirectory();
});
afterEach(async () => {
    supervisor.dispose();
    await place[Symbol.asyncDispose]();
});

async function supervise(clock: Clock, executable = process.execPath): Promise<void> {
    const socket = join(place.path, 'ide.sock');
    log = new BoundedLog(join(place.path, 'ide.log'));
    states = [];
    supervisor = new IdeSupervisor({
        command: {
            executable,
            args: [await writeStandInBackend(place.path), '/workspace/demo'],
            cwd: place.path,
            environment: { ...process.env, LONGTABLE_IDE_SOCKET: socket }
        },
        socket,
        log,
        clock,
        onChange: () => states.push(supervisor.state.kind)
    });
    supervisor.start();
}

const reached = (kind: string) => waitFor(`state ${kind}`, () => supervisor.state.kind === kind);

async function backendId(): Promise<number> {
    await log.flush();
    const ids = [...(await readFile(join(place.path, 'ide.log'), 'utf8')).matchAll(/^backend (\d+)/gm)];
    return Number(ids.at(-1)?.[1]);
}

test('IDE-1, IDE-2: a killed backend is followed by a new one within a second, and the reason is kept', async () => {
    await supervise(systemClock);
    await reached('listening');
    const before = await backendId();
    process.kill(before, 'SIGKILL');
    const killed = performance.now();
    await reached('waiting');
    await reached('listening');
    expect(performance.now() - killed).toBeLessThan(1000);
    expect(await backendId()).not.toBe(before);
    expect(supervisor.ide.restarts).toBe(1);
    expect(supervisor.ide.lastExit).toMatch(/^It was ended by SIGKILL; its last words were: “backend/);
    expect(states).toEqual(['starting', 'listening', 'waiting', 'starting', 'listening']);
});

test('IDE-3: the next start waits for the pause', async () => {
    const clock = new ManualClock();
    await supervise(clock);
    await reached('listening');
    process.kill(await backendId(), 'SIGKILL');
    await reached('waiting');
    clock.advance(199);
    expect(supervisor.state).toEqual({ kind: 'waiting', milliseconds: 200 });
    clock.advance(1);
    await reached('listening');
});

test('IDE-4: a backend that ends five times at once is given up, with its last words and no secret', async () => {
    const clock = new ManualClock();
    await writeFile(join(place.path, 'mode'), 'crash');
    await supervise(clock);
    for (let failure = 1; failure < 5; failure++) {
        await reached('waiting');
        clock.advance(10_000);
    }
    await reached('failed');
    const { state } = supervisor;
    expect(state.kind === 'failed' && state.reason).toMatch(/exit code 3.*https:\/\/example\.org.*files are kept/);
    expect(JSON.stringify(state)).not.toContain('s3cret');
});

test('IDE-5: a backend that does not come to listen is ended and started again', async () => {
    const clock = new ManualClock();
    await writeFile(join(place.path, 'mode'), 'silent');
    await supervise(clock);
    await waitFor('the backend to run', async () => (await backendId()) > 0);
    clock.advance(120_000);
    await reached('waiting');
    expect(supervisor.ide.lastExit).toContain('SIGKILL');
});

test('IDE-4: an executable that does not exist is a failure like any other', async () => {
    await supervise(new ManualClock(), join(place.path, 'no-node'));
    await reached('waiting');
    expect(supervisor.ide.lastExit).toMatch(/could not be started .*ENOENT/);
});

test('IDE-7: after a stop nothing is started again', async () => {
    const clock = new ManualClock();
    await supervise(clock);
    await reached('listening');
    const id = await backendId();
    supervisor.stop();
    process.kill(id, 'SIGTERM');
    await waitFor('the log to tell the end', async () => {
        await log.flush();
        return (await readFile(join(place.path, 'ide.log'), 'utf8')).includes('was ended by SIGTERM');
    });
    clock.advance(60_000);
    expect(supervisor.state.kind).toBe('stopped');
    expect(await backendId()).toBe(id);
});
