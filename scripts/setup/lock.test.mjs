import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const module = new URL('./lock.mjs', import.meta.url).href;
const name = `lock-test-${process.pid}`;

/** A process that takes the lock, says so, and keeps it until its input ends. */
function contender() {
    const script = `
        const { withLock } = await import(${JSON.stringify(module)});
        await withLock(async () => {
            console.log('locked');
            for await (const chunk of process.stdin);
        }, ${JSON.stringify(name)});
        console.log('released');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        stdio: ['pipe', 'pipe', 'inherit']
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, line: async () => String((await lines.next()).value) };
}

test('one process at a time, and the lock of one that is killed is free again', async () => {
    const first = contender();
    expect(await first.line()).toBe('locked');
    const second = contender();
    const third = contender();
    expect(await second.line()).toMatch(/^Waiting/);
    expect(await third.line()).toMatch(/^Waiting/);

    first.child.stdin.end();
    expect(await first.line()).toBe('released');
    const next = await Promise.race([
        second.line().then(line => ({ line, owner: second, other: third })),
        third.line().then(line => ({ line, owner: third, other: second }))
    ]);
    expect(next.line).toBe('locked');

    const ended = once(next.owner.child, 'exit');
    next.owner.child.kill('SIGKILL');
    await ended;
    next.other.child.stdin.end();
    await once(next.other.child, 'exit');
    expect(next.other.child.exitCode).toBe(0);
});
