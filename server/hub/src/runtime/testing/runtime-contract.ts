import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { LongtableError } from '@longtable/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Runtime, SandboxExit, WorkspaceSpec } from '../runtime.js';
import { processesWith } from './processes.js';
import { RuntimeFixture } from './runtime-fixture.js';
import { answers, call, inside } from './workspace-calls.js';

/** What holds for every runtime that starts processes on this machine. */
export function runtimeContract(name: Runtime['name']): void {
    describe(`the ${name} runtime`, { timeout: 60_000 }, () => {
        let fixture: RuntimeFixture;
        let runtime: Runtime;

        beforeAll(async () => {
            fixture = await RuntimeFixture.create();
            runtime = fixture.runtime(name);
        });
        afterAll(async () => {
            await fixture.dispose();
        });

        async function started(changes: Partial<WorkspaceSpec> = {}): Promise<WorkspaceSpec> {
            const spec = fixture.spec(changes);
            await runtime.create(spec);
            await runtime.start(spec);
            return spec;
        }

        test('passes its self-test and says what it does', async () => {
            const report = await runtime.selfTest();
            expect(report.runtime).toBe(name);
            expect(report.limits).not.toBe('');
        });

        test('starts an agent that answers, in the folder that was made', async () => {
            const spec = await started();
            expect(await runtime.isRunning(spec.id)).toBe(true);
            const result = await inside(
                runtime,
                spec,
                'mkdir -p project && cd project && pwd && touch made && echo $HOME && touch ~/mine'
            );
            expect(result).toMatchObject({ code: 0 });
            expect(result.stdout).toContain('/project');
            await runtime.destroy(spec.id);
        });

        test('start is a no-op while it runs', async () => {
            const spec = await started();
            const mark = `5${Date.now().toString()}`;
            await inside(runtime, spec, `sleep ${mark} > /dev/null 2>&1 & echo`);
            await expect.poll(() => processesWith(mark), { timeout: 10_000 }).toHaveLength(1);
            const before = processesWith(mark);
            await runtime.start(spec);
            expect(processesWith(mark)).toEqual(before);
            await runtime.destroy(spec.id);
        });

        test('keeps files and home over a stop, and no process', async () => {
            const spec = await started();
            const mark = `6${Date.now().toString()}`;
            await inside(runtime, spec, 'mkdir -p project; echo text > project/file; echo home > ~/file');
            await inside(
                runtime,
                spec,
                `(setsid sleep ${mark} > /dev/null 2>&1 &) ; trap '' TERM; sleep ${mark} > /dev/null 2>&1 & echo`
            );
            await expect.poll(() => processesWith(mark).length, { timeout: 10_000 }).toBeGreaterThan(1);
            await runtime.stop(spec.id);
            expect(await runtime.isRunning(spec.id)).toBe(false);
            expect(processesWith(mark)).toEqual([]);
            expect(() => runtime.address(spec.id, 'agent')).toThrow(expect.objectContaining({ code: 'not-running' }));
            await runtime.start(spec);
            expect((await inside(runtime, spec, 'cat project/file ~/file')).stdout).toBe('text\nhome\n');
            await runtime.destroy(spec.id);
        });

        test('refuses to make a workspace twice, and keeps the first', async () => {
            const spec = fixture.spec();
            await runtime.create(spec);
            await expect(runtime.create(spec)).rejects.toMatchObject({ code: 'conflict' });
            await runtime.start(spec);
            await runtime.destroy(spec.id);
        });

        test('says that it does not know a workspace', async () => {
            const spec = fixture.spec();
            await expect(runtime.start(spec)).rejects.toMatchObject({ code: 'not-found' });
            await expect(runtime.stats(spec.id)).rejects.toMatchObject({ code: 'not-found' });
            await expect(runtime.run(spec, ['true']).done).rejects.toMatchObject({ code: 'not-found' });
            await runtime.stop(spec.id);
            await runtime.destroy(spec.id);
        });

        test('tells in the agent’s words why it did not start, and leaves nothing running', async () => {
            const spec = fixture.spec({ folder: 'fails-to-start' });
            await runtime.create(spec);
            await expect(runtime.start(spec)).rejects.toMatchObject({
                code: 'unavailable',
                message: expect.stringContaining('the stand-in was told to fail') as string
            });
            expect(await runtime.isRunning(spec.id)).toBe(false);
            await runtime.destroy(spec.id);
        });

        test('gives up a start that nobody wants any more, and leaves nothing running', async () => {
            const spec = fixture.spec({ folder: 'never-listens' });
            await runtime.create(spec);
            const abort = new AbortController();
            const start = runtime.start(spec, abort.signal);
            await expect.poll(() => runtime.isRunning(spec.id), { timeout: 30_000 }).toBe(true);
            abort.abort(new LongtableError('conflict', 'Stopped by Ada.'));
            await expect(start).rejects.toMatchObject({ code: 'conflict', message: 'Stopped by Ada.' });
            expect(await runtime.isRunning(spec.id)).toBe(false);
            await runtime.destroy(spec.id);
            expect(await fixture.traces(spec.id)).toEqual([]);
        });

        test('destroys a running workspace with everything of it, whatever the modes', async () => {
            const spec = await started();
            const hostile = [
                'mkdir -p project/closed/inner ~/deep && touch project/closed/inner/x && chmod 000 project/closed/inner',
                'chmod 000 project/closed; chmod 500 project',
                'cd ~/deep && "$NODE" -e "for (let i = 0; i < 1500; i++) { fs.mkdirSync(\'dddddd\'); process.chdir(\'dddddd\') }"'
            ].join('\n');
            expect(await inside(runtime, spec, hostile)).toMatchObject({ code: 0 });
            expect((await fixture.traces(spec.id)).length).toBeGreaterThan(0);
            await runtime.destroy(spec.id);
            expect(await fixture.traces(spec.id)).toEqual([]);
            await runtime.destroy(spec.id);
        });

        test('calls back when it ends by itself, not when it is stopped', async () => {
            const exits: SandboxExit[] = [];
            const listener = runtime.onExit(exit => exits.push(exit));
            const stopped = await started();
            await runtime.stop(stopped.id);
            const spec = await started();
            await call(runtime, spec, '/exit');
            await expect.poll(() => exits, { timeout: 10_000 }).toHaveLength(1);
            expect(exits[0]).toMatchObject({ id: spec.id, reason: expect.stringContaining('code 7') as string });
            expect(await runtime.isRunning(spec.id)).toBe(false);
            listener.dispose();
            await runtime.start(spec);
            await runtime.destroy(spec.id);
            await runtime.destroy(stopped.id);
        });

        test('packs the files of a workspace that runs and of one that does not', async () => {
            const spec = await started();
            await inside(runtime, spec, 'mkdir -p project; echo content > project/file');
            for (const running of [true, false]) {
                expect(await runtime.isRunning(spec.id)).toBe(running);
                const packing = runtime.run(spec, ['tar', '-cf', '-', 'project']);
                const tar = await text(packing.stdout);
                await packing.done;
                expect(tar).toContain('project/file');
                expect(tar).toContain('content');
                await runtime.stop(spec.id);
            }
            const failing = runtime.run(spec, ['tar', '-cf', '-', 'nothing-here']);
            await expect(failing.done).rejects.toThrow('nothing-here');
            const endless = runtime.run(spec, ['sleep', '600']);
            setTimeout(() => {
                endless.kill();
            }, 200);
            await expect(endless.done).rejects.toMatchObject({ code: 'internal' });
            await runtime.destroy(spec.id);
        });

        test('SNAP-5: holds every process of a workspace, and lets them go on where they were', async () => {
            const spec = await started();
            await inside(
                runtime,
                spec,
                'mkdir -p project; for i in 1 2 3; do (setsid sh -c "while :; do echo >> project/ticks$i; sleep 0.01; done" > /dev/null 2>&1 &); done'
            );
            const { directory } = await runtime.files(spec.id);
            const ticks = async (): Promise<string> =>
                (await Promise.all([1, 2, 3].map(i => readFile(join(directory, `project/ticks${i}`), 'utf8')))).join(
                    '|'
                );
            await expect
                .poll(async () => (await ticks().catch(() => '')).length, { timeout: 10_000 })
                .toBeGreaterThan(9);
            for (let round = 0; round < 3; round += 1) {
                const hold = await runtime.hold(spec.id);
                const before = await ticks();
                await sleep(200);
                expect(await ticks()).toBe(before);
                await hold.release();
                await hold.release();
                await expect
                    .poll(async () => (await ticks()).length, { timeout: 10_000 })
                    .toBeGreaterThan(before.length);
            }
            const hold = await runtime.hold(spec.id);
            await runtime.stop(spec.id, 0);
            await hold.release();
            expect(await runtime.isRunning(spec.id)).toBe(false);
            await (await runtime.hold(spec.id)).release();
            await runtime.start(spec);
            expect(await answers(runtime, spec)).toBe(true);
            await runtime.destroy(spec.id);
        });

        test('SNAP-8: what a hub that is gone has held goes on with the next one', async () => {
            const spec = await started();
            await inside(
                runtime,
                spec,
                'mkdir -p project; (setsid sh -c "while :; do echo >> project/ticks; sleep 0.01; done" > /dev/null 2>&1 &)'
            );
            const { directory } = await runtime.files(spec.id);
            const size = async (): Promise<number> => (await stat(join(directory, 'project/ticks'))).size;
            await expect.poll(() => size().catch(() => 0), { timeout: 10_000 }).toBeGreaterThan(0);
            await runtime.hold(spec.id);
            await runtime.dispose();
            runtime = fixture.runtime(name);
            await runtime.recover();
            const before = await size();
            await expect.poll(size, { timeout: 10_000 }).toBeGreaterThan(before);
            await runtime.destroy(spec.id);
        });

        test('tells what a workspace uses', async () => {
            const spec = await started();
            await inside(runtime, spec, 'mkdir -p project; head -c 3000000 /dev/urandom > project/big');
            const stats = await runtime.stats(spec.id);
            expect(stats.memoryBytes).toBeGreaterThan(1_000_000);
            expect(stats.processes).toBeGreaterThan(0);
            expect(stats.cpuSeconds).toBeGreaterThan(0);
            expect(stats.diskBytes).toBeGreaterThan(3_000_000);
            await runtime.destroy(spec.id);
        });

        test('leaves nothing of twenty workspaces that are stopped right after their start', async () => {
            const spec = fixture.spec();
            await runtime.create(spec);
            for (let round = 0; round < 20; round += 1) {
                await runtime.start(spec);
                await runtime.stop(spec.id, 0);
                expect(await runtime.isRunning(spec.id)).toBe(false);
            }
            expect(processesWith(`/${spec.id}/`)).toEqual([]);
            await runtime.destroy(spec.id);
        });

        test('another runtime takes over what runs, and notices its end', async () => {
            const spec = await started();
            const idle = fixture.spec();
            await runtime.create(idle);
            await runtime.dispose();
            await mkdir(join(fixture.options.dataDirectory, 'volumes', '.new-remains'));
            await writeFile(join(fixture.options.dataDirectory, 'volumes', '.new-remains', 'file'), '');

            const next = fixture.runtime(name);
            runtime = next;
            expect(await next.recover()).toEqual({ running: [spec.id], outdated: [] });
            expect(await next.isRunning(spec.id)).toBe(true);
            expect(await next.isRunning(idle.id)).toBe(false);
            expect(await answers(next, spec)).toBe(true);
            expect(await fixture.traces('.new-remains' as WorkspaceSpec['id'])).toEqual([]);

            const exits: SandboxExit[] = [];
            next.onExit(exit => exits.push(exit));
            await call(next, spec, '/exit');
            await expect.poll(() => exits, { timeout: 10_000 }).toHaveLength(1);
            await next.start(spec);
            expect(await answers(next, spec)).toBe(true);
            await next.destroy(spec.id);
            await next.destroy(idle.id);
        });

        test('another runtime ends what runs with parts that have been replaced, and starts it with those of now', async () => {
            const spec = await started();
            await inside(runtime, spec, 'mkdir -p project; echo text > project/file');
            for (const replace of ['by a recovery', 'by a start']) {
                const mark = `7${Date.now().toString()}`;
                await inside(runtime, spec, `sleep ${mark} > /dev/null 2>&1 & echo`);
                await expect.poll(() => processesWith(mark), { timeout: 10_000 }).toHaveLength(1);
                await runtime.dispose();
                const entry = join(fixture.options.parts.agent, 'agent.mjs');
                await copyFile(entry, `${entry}.new`);
                await rename(`${entry}.new`, entry);

                runtime = fixture.runtime(name);
                expect(processesWith(mark)).toHaveLength(1);
                if (replace === 'by a recovery') {
                    expect(await runtime.recover()).toEqual({ running: [], outdated: [spec.id] });
                    expect(await runtime.isRunning(spec.id)).toBe(false);
                    expect(processesWith(mark)).toEqual([]);
                }
                await runtime.start(spec);
                expect(processesWith(mark)).toEqual([]);
                expect((await inside(runtime, spec, 'cat project/file')).stdout).toBe('text\n');
            }
            await runtime.dispose();
            runtime = fixture.runtime(name);
            expect(await runtime.recover()).toEqual({ running: [spec.id], outdated: [] });
            await runtime.destroy(spec.id);
        });

        test('dispose leaves no timer or listener that keeps the hub alive', async () => {
            const spec = await started();
            const before = process.getActiveResourcesInfo().filter(kind => kind !== 'Timeout').length;
            await runtime.dispose();
            await sleep(50);
            expect(process.getActiveResourcesInfo().filter(kind => kind !== 'Timeout').length).toBeLessThanOrEqual(
                before
            );
            runtime = fixture.runtime(name);
            await runtime.recover();
            await runtime.destroy(spec.id);
        });
    });
}
