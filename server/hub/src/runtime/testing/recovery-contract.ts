import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { piped } from '../piped.js';
import type { Runtime } from '../runtime.js';
import { processesWith } from './processes.js';
import { RuntimeFixture } from './runtime-fixture.js';
import { bundleHubProcess, startHubProcess } from './start-hub-process.js';
import { answers, inside } from './workspace-calls.js';

/** What holds when the process of the hub is killed with no warning. */
export function recoveryContract(name: Runtime['name']): void {
    describe(`the ${name} runtime after its hub was killed`, { timeout: 120_000 }, () => {
        let fixture: RuntimeFixture;
        let bundle: string;

        beforeAll(async () => {
            fixture = await RuntimeFixture.create({ egress: { mode: 'proxy', allow: [] } });
            bundle = await bundleHubProcess(fixture.directory);
        });
        afterAll(async () => {
            await fixture.dispose();
        });

        test('takes up what runs, with its way out', async () => {
            const spec = fixture.spec();
            await fixture.runtime(name).create(spec);
            const hub = startHubProcess(bundle, { name, options: fixture.options, specs: [spec], task: 'start' });
            const output = piped(hub.stdout).setEncoding('utf8');
            let words = '';
            output.on('data', (text: string) => (words += text));
            await expect.poll(() => words, { timeout: 30_000 }).toContain('started');
            hub.kill('SIGKILL');
            await once(hub, 'exit');

            const runtime = fixture.runtime(name);
            expect(await runtime.recover()).toEqual({ running: [spec.id], outdated: [] });
            expect(await answers(runtime, spec)).toBe(true);
            if (name === 'bubblewrap') {
                const proxy = await inside(
                    runtime,
                    spec,
                    `"$NODE" -e "http.request({ socketPath: '/run/longtable-hub/egress.sock', path: 'http://127.0.0.1/' },
                        r => r.pipe(process.stdout)).end()"`
                );
                expect(proxy.stdout).toContain('workspaces reach nothing else');
                expect((await inside(runtime, spec, 'cat /proc/*/environ')).stdout).not.toContain('of the hub');
            }
            await runtime.stop(spec.id);
            expect(processesWith(spec.id)).toEqual([]);
            expect(await runtime.recover()).toEqual({ running: [], outdated: [] });
        });

        test('leaves no process of those that were being started, at whatever moment', async () => {
            const spec = fixture.spec();
            const runtime = fixture.runtime(name);
            await runtime.create(spec);
            for (let round = 0; round < 16; round += 1) {
                const hub = startHubProcess(bundle, { name, options: fixture.options, specs: [spec], task: 'start' });
                await once(piped(hub.stdout), 'data');
                await sleep(round * 12);
                hub.kill('SIGKILL');
                await once(hub, 'exit');
                const next = fixture.runtime(name);
                const { running, outdated } = await next.recover();
                // Either it runs and can be stopped, or nothing of it runs.
                expect([...running.filter(id => id !== spec.id), ...outdated]).toEqual([]);
                await next.stop(spec.id, 0);
                await next.dispose();
                await expect.poll(() => processesWith(spec.id)).toEqual([]);
                await expect.poll(() => processesWith(fixture.options.parts.agent)).toEqual([]);
            }
            await runtime.destroy(spec.id);
            expect(await fixture.traces(spec.id)).toEqual([]);
        });
    });
}
