import { expect, test } from 'vitest';
import { occasionally } from './occasional-check.js';

test('a check happens once in its time, and its outcome holds until then', async () => {
    let time = 1000;
    let count = 0;
    let failure: Error | undefined;
    const check = occasionally(
        async () => {
            count += 1;
            await Promise.resolve();
            if (failure !== undefined) {
                throw failure;
            }
        },
        10_000,
        () => time
    );
    await Promise.all(Array.from({ length: 100 }, check));
    expect(count).toBe(1);
    failure = new Error('The disk is full.');
    time += 9999;
    await expect(check()).resolves.toBeUndefined();
    time += 1;
    await expect(Promise.all([check(), check()])).rejects.toThrow('The disk is full.');
    failure = undefined;
    await expect(check()).rejects.toThrow('The disk is full.');
    expect(count).toBe(2);
    time += 10_000;
    await expect(check()).resolves.toBeUndefined();
    expect(count).toBe(3);
});
