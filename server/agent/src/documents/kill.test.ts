import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.js';

test('DOC-23: killed at any moment, the document holds every acknowledged edit once, and so does its file', async () => {
    await using directory = await temporaryDirectory();
    const program = join(directory.path, 'typing-agent.mjs');
    await build({
        entryPoints: [join(import.meta.dirname, 'testing/typing-agent.ts')],
        outfile: program,
        bundle: true,
        platform: 'node',
        format: 'esm',
        logLevel: 'error'
    });
    const folder = join(directory.path, 'root/demo');
    const file = join(folder, 'a.txt');
    await mkdir(folder, { recursive: true });
    await writeFile(file, '');
    const acknowledged = new Set<number>();
    const epochs = new Set<string>();
    let next = 0;
    let outside = 0;
    const run = (first: number) =>
        spawn(process.execPath, [program, folder, join(directory.path, 'journals'), String(first)], {
            stdio: ['ignore', 'pipe', 'inherit']
        });
    for (let life = 0; life < 15; life++) {
        const child = run(next);
        const output = text(child.stdout);
        // Also before it has opened anything, in the first flush, and long after.
        if (life % 5 > 0) {
            await once(child.stdout, 'data');
        }
        await sleep(Math.random() * 300);
        child.kill('SIGKILL');
        for (const line of (await output).split('\n').slice(0, -1)) {
            const [, epoch, opened] = /^opened (\S+) (.*)$/.exec(line) ?? [];
            if (epoch !== undefined && opened !== undefined) {
                epochs.add(epoch);
                expectOnce(JSON.parse(opened) as string, acknowledged, `life ${life}`);
            } else if (/^\d+$/.test(line)) {
                acknowledged.add(Number(line));
                next = Number(line) + 1;
            }
        }
        // One that was typed and not acknowledged may be there or not, so it is not typed again.
        next += 1;
        if (life % 3 === 0) {
            await writeFile(file, `${await readFile(file, 'utf8')}[${outside++}]`);
        }
    }
    expect(acknowledged.size).toBeGreaterThan(50);
    expect(epochs.size).toBe(1);
    const last = run(next);
    await once(last.stdout, 'data');
    await sleep(500);
    last.kill('SIGKILL');
    await text(last.stdout);
    const content = await readFile(file, 'utf8');
    expectOnce(content, acknowledged, 'the file');
    for (let number = 0; number < outside; number++) {
        expect(content.split(`[${number}]`), `what was written past the agent, ${number}`).toHaveLength(2);
    }
});

function expectOnce(content: string, acknowledged: ReadonlySet<number>, where: string): void {
    const numbers = Array.from(content.matchAll(/<(\d+)>/g), ([, number]) => Number(number));
    expect(new Set(numbers).size, `${where} has something twice`).toBe(numbers.length);
    const lost = [...acknowledged].filter(number => !numbers.includes(number));
    expect(lost, `${where} has lost something`).toEqual([]);
}
