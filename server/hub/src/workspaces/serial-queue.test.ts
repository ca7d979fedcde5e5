import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SerialQueue } from './serial-queue.js';

test('operations on one key run one after the other, in order, also after one that failed', async () => {
    const queue = new SerialQueue<string>();
    const log: string[] = [];
    const step = (name: string, milliseconds: number) => async () => {
        log.push(`${name} begins`);
        await delay(milliseconds);
        log.push(`${name} ends`);
        if (name === 'b') {
            throw new Error('b failed');
        }
        return name;
    };
    const results = await Promise.allSettled([
        queue.run('key', step('a', 20)),
        queue.run('key', step('b', 5)),
        queue.run('key', step('c', 1))
    ]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(result => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
        'a',
        'Error: b failed',
        'c'
    ]);
});

test('operations on different keys do not wait for each other', async () => {
    const queue = new SerialQueue<number>();
    const gate = Promise.withResolvers<undefined>();
    const first = queue.run(1, () => gate.promise);
    await expect(queue.run(2, () => Promise.resolve('done'))).resolves.toBe('done');
    gate.resolve(undefined);
    await first;
});

test('is idle once everything has ended, with what was added meanwhile', async () => {
    const queue = new SerialQueue<string>();
    let ended = 0;
    void queue.run('key', async () => {
        await delay(5);
        ended++;
        void queue.run('other', async () => {
            await delay(5);
            ended++;
        });
    });
    await queue.idle();
    expect(ended).toBe(2);
});

test('an operation that throws at once is a rejection, not an exception', async () => {
    const queue = new SerialQueue<string>();
    const result = queue.run('key', () => {
        throw new Error('at once');
    });
    await expect(result).rejects.toThrow('at once');
    await expect(queue.run('key', () => Promise.resolve(1))).resolves.toBe(1);
});
