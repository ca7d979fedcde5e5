import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify } from '../runtime/supervision/process-identity.js';
import { spawnTypeScript } from '../testing/typescript-process.js';
import { lockData } from './data-lock.js';

let directory: string;
const children: ChildProcessWithoutNullStreams[] = [];

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    await rm(directory, { recursive: true });
});

/** Starts another process that locks the directory; answers what it says. */
async function lockElsewhere(): Promise<string> {
    const child = spawnTypeScript(join(import.meta.dirname, 'hold-lock.ts'), [directory]);
    children.push(child);
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    return line.trim();
}

async function kill(child: ChildProcessWithoutNullStreams): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
    }
}

test('one hub at a time', async () => {
    const lock = await lockData(directory);
    await expect(lockData(directory)).rejects.toMatchObject({ code: 'conflict' });
    await expect(lockData(directory)).rejects.toThrow(`process ${String(process.pid)}`);
    expect(await lockElsewhere()).toBe('conflict');
    await lock.release();
    expect(await readdir(directory)).toEqual([]);
    await (await lockData(directory)).release();
});

test('the lock of a hub that was killed is taken over', async () => {
    expect(await lockElsewhere()).toBe('locked');
    await expect(lockData(directory)).rejects.toMatchObject({ code: 'conflict' });
    await Promise.all(children.map(kill));
    const lock = await lockData(directory);
    expect(await readdir(directory)).toEqual(['hub.lock']);
    await lock.release();
});

test.each([
    ['is empty', ''],
    ['is cut off', '{"pid":1'],
    ['names a process of an earlier boot', JSON.stringify({ ...identify(process.pid), boot: 'earlier' })],
    ['names an earlier process with a number that is in use again', JSON.stringify({ ...identify(1), started: 0 })]
])('a lock that %s is taken over', async (_name, text) => {
    await writeFile(join(directory, 'hub.lock'), text);
    const lock = await lockData(directory);
    expect(JSON.parse(await readFile(join(directory, 'hub.lock'), 'utf8'))).toEqual(identify(process.pid));
    await lock.release();
});

test('of many that come at once, over the lock of a dead one, exactly one gets it', async () => {
    for (let round = 0; round < 50; round++) {
        await writeFile(join(directory, 'hub.lock'), '');
        const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockData(directory)));
        const locks = results.filter(result => result.status === 'fulfilled');
        expect(locks).toHaveLength(1);
        expect(await readdir(directory)).toEqual(['hub.lock']);
        await locks[0]?.value.release();
    }
});
