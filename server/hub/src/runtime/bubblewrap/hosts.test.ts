import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { piped } from '../piped.js';
import type { RuntimeReport, WorkspaceStats } from '../runtime.js';
import { processesWith } from '../testing/processes.js';
import { RuntimeFixture } from '../testing/runtime-fixture.js';
import { bundleHubProcess, startHubProcess } from '../testing/start-hub-process.js';
import { inside, type CommandResult } from '../testing/workspace-calls.js';

/** Somebody who is nobody on this machine. */
const ORDINARY_USER = 31_234;

interface Tour {
    readonly report: RuntimeReport;
    readonly id: CommandResult;
    readonly stats: WorkspaceStats;
    readonly running: boolean;
}

describe('a hub on different machines', { timeout: 60_000 }, () => {
    let fixture: RuntimeFixture;

    beforeEach(async () => {
        fixture = await RuntimeFixture.create();
    });
    afterEach(async () => {
        await fixture.dispose();
    });

    test('as an ordinary user works with one user for all, and with what limits it may set', async () => {
        const bundle = await bundleHubProcess(fixture.directory);
        const isRoot = process.getuid?.() === 0;
        const user = ORDINARY_USER.toString();
        const dataDirectory = join(fixture.directory, 'ordinary');
        await mkdir(dataDirectory, { mode: 0o700 });
        if (isRoot) {
            await chown(dataDirectory, ORDINARY_USER, ORDINARY_USER);
        }
        const spec = fixture.spec();
        const hub = startHubProcess(
            bundle,
            { name: 'bubblewrap', options: { ...fixture.options, dataDirectory }, specs: [spec], task: 'tour' },
            isRoot ? ['setpriv', '--reuid', user, '--regid', user, '--clear-groups', '--'] : []
        );
        const [output, complaint, [code]] = await Promise.all([
            text(piped(hub.stdout)),
            text(piped(hub.stderr)),
            once(hub, 'exit') as Promise<[number]>
        ]);
        expect(complaint).toBe('');
        expect(code).toBe(0);
        const tour = JSON.parse(output) as Tour;
        expect(tour.report.users).toBe('one uid for all');
        expect(tour.id).toMatchObject({ code: 0, stdout: '1000\n' });
        expect(tour.stats.memoryBytes).toBeGreaterThan(1_000_000);
        expect(tour.running).toBe(false);
        expect(processesWith(spec.id)).toEqual([]);
    });

    test('in a directory that is closed to everybody else starts workspaces all the same', async () => {
        await chmod(fixture.directory, 0o700);
        const runtime = fixture.runtime('bubblewrap');
        await runtime.selfTest();
        const spec = fixture.spec();
        await runtime.create(spec);
        await runtime.start(spec);
        const result = await inside(
            runtime,
            spec,
            'touch file ~/file && ls /opt/longtable/agent && cat /proc/1/mountinfo'
        );
        expect(result).toMatchObject({ code: 0 });
        expect(result.stdout).toContain('agent.mjs');
        await runtime.stop(spec.id);
        const packing = runtime.run(spec, ['ls']);
        expect(await text(packing.stdout)).toBe('file\n');
        await packing.done;
        await runtime.destroy(spec.id);
    });

    test('without its parts says what is missing', async () => {
        const parts = { ...fixture.options.parts, agent: join(fixture.directory, 'nothing-here') };
        const runtime = fixture.runtime('bubblewrap', { parts });
        await expect(runtime.selfTest()).rejects.toMatchObject({
            code: 'runtime-unavailable',
            message: expect.stringContaining('nothing-here') as string
        });
    });

    test('without bubblewrap names the package', async () => {
        const bundle = await bundleHubProcess(fixture.directory);
        const order = { name: 'bubblewrap', options: fixture.options, specs: [fixture.spec()], task: 'tour' } as const;
        const hub = startHubProcess(bundle, order, [
            ...['bwrap', '--dev-bind', '/', '/', '--ro-bind', '/dev/null', realpathSync('/usr/bin/bwrap'), '--']
        ]);
        const complaint = await text(piped(hub.stderr));
        expect(complaint).toContain('runtime-unavailable');
        expect(complaint).toContain('apt-get install bubblewrap');
    });
});
