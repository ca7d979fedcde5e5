import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Runtime, WorkspaceSpec } from '../runtime/runtime.js';
import { RuntimeFixture } from '../runtime/testing/runtime-fixture.js';
import { inside } from '../runtime/testing/workspace-calls.js';
import { ContentFixture } from './testing/content-fixture.js';

/**
 * Writes a thousand times a second, always in the same order: a line to `a`, one to `b`, the number into `c` in place, and then at the
 * beginning and at the end of a large file. At every moment each of them is as far as the one before, or one behind.
 */
const WRITER = `
const fs = require('node:fs');
process.chdir(process.argv[1]);
const c = fs.openSync('c', 'w+'), large = fs.openSync('large', 'w+');
const number = i => String(i).padStart(10, '0');
fs.writeSync(c, number(0)); fs.ftruncateSync(large, 3_000_000);
fs.writeSync(large, number(0), 0); fs.writeSync(large, number(0), 2_900_000);
const pause = new Int32Array(new SharedArrayBuffer(4));
for (let i = 1; ; i += 1) {
    Atomics.wait(pause, 0, 0, 1);
    fs.appendFileSync('a', number(i) + '\\n');
    fs.appendFileSync('b', number(i) + '\\n');
    fs.writeSync(c, number(i), 0);
    fs.writeSync(large, number(i), 0);
    fs.writeSync(large, number(i), 2_900_000);
    if (i % 50 === 0) { fs.mkdirSync('d' + i); fs.writeFileSync('d' + i + '/' + i, number(i)); }
}`;

/** How far each of the writer's places is, in the order in which they are written. */
async function placesIn(folder: string): Promise<number[]> {
    const [a, b, c, large] = await Promise.all(['a', 'b', 'c', 'large'].map(name => readFile(join(folder, name))));
    const lines = (bytes = Buffer.alloc(0)) => bytes.length / 11;
    const numberAt = (bytes: Buffer | undefined, at: number) => Number(bytes?.toString('latin1', at, at + 10));
    return [lines(a), lines(b), numberAt(c, 0), numberAt(large, 0), numberAt(large, 2_900_000)];
}

function expectOneState(places: readonly number[]): void {
    const [first = 0] = places;
    expect(first).toBeGreaterThan(0);
    for (const [index, place] of places.entries()) {
        expect(place, places.join(' ')).toBeLessThanOrEqual(places[index - 1] ?? place);
        // Not even a line or a number is half there.
        expect(first - place === 0 || first - place === 1, places.join(' ')).toBe(true);
    }
}

describe.each(['bubblewrap', 'process'] as const)('in the %s runtime', name => {
    let fixture: RuntimeFixture;
    let content: ContentFixture;
    let runtime: Runtime;
    let spec: WorkspaceSpec;
    let folder: string;

    beforeEach(async () => {
        fixture = await RuntimeFixture.create();
        content = await ContentFixture.create();
        runtime = fixture.runtime(name);
        spec = fixture.spec();
        await runtime.create(spec);
        await runtime.start(spec);
        await inside(
            runtime,
            spec,
            `mkdir -p project/0 project/1; cat > ~/writer.cjs <<'END'\n${WRITER}\nEND
            for i in 0 1; do (setsid "$NODE" -e "$(cat ~/writer.cjs)" "$PWD/project/$i" > /dev/null 2>&1 &); done`
        );
        folder = join((await runtime.files(spec.id)).directory, 'project');
        await expect
            .poll(
                () =>
                    placesIn(join(folder, '1')).then(
                        places => places.at(-1) ?? 0,
                        () => 0
                    ),
                { timeout: 20_000 }
            )
            .toBeGreaterThan(5);
    });
    afterEach(async () => {
        await runtime.destroy(spec.id);
        await fixture.dispose();
        await content.dispose();
    });

    test('SNAP-5, SNAP-6: a snapshot is a state that existed, however much is written meanwhile', async () => {
        let before = 0;
        for (const id of ['s1', 's2', 's3', 's4', 's5', 's6']) {
            await content.take(
                id,
                folder,
                {},
                {
                    hold: async released => {
                        const hold = await runtime.hold(spec.id);
                        void released.then(() => hold.release());
                        return undefined;
                    }
                }
            );
            const copy = content.path(id);
            await content.restore(id, copy);
            for (const writer of ['0', '1']) {
                expectOneState(await placesIn(join(copy, writer)));
            }
            const [lines = 0] = await placesIn(join(copy, '0'));
            // The writer went on after it.
            expect(lines).toBeGreaterThan(before);
            before = lines;
            const last = Math.floor((await placesIn(join(copy, '0')))[4] ?? 0);
            for (let i = 50; i < last - 50; i += 50) {
                expect(await readFile(join(copy, `0/d${i}/${i}`), 'utf8')).toBe(String(i).padStart(10, '0'));
            }
        }
    });

    test('without a hold a copy is no such state, so that the test above can fail', async () => {
        await expect
            .poll(
                async () => {
                    const copy = content.path(`c${Math.random()}`);
                    await cp(join(folder, '0'), copy, { recursive: true, filter: path => !/\/d\d+$/.test(path) });
                    try {
                        expectOneState(await placesIn(copy));
                        return 'one state';
                    } catch {
                        return 'several';
                    }
                },
                { timeout: 30_000, interval: 10 }
            )
            .toBe('several');
    });
});
