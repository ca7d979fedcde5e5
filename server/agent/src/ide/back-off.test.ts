import { expect, test } from 'vitest';
import { BackOff } from './back-off.js';

test('IDE-3: the pauses double from 0.2 s to 10 s', () => {
    const backOff = new BackOff();
    // Each listened for long enough not to count as quick, and not long enough to be healthy.
    expect(Array.from({ length: 8 }, () => backOff.next(20_000))).toEqual([
        200, 400, 800, 1600, 3200, 6400, 10_000, 10_000
    ]);
});

test('IDE-3: a minute of health sets the pause back', () => {
    const backOff = new BackOff();
    backOff.next(20_000);
    backOff.next(20_000);
    expect(backOff.next(60_000)).toBe(200);
});

test('IDE-4: five quick failures in a row are enough, with one that was not quick among them they are not', () => {
    const backOff = new BackOff();
    const listened = [0, 0, 0, 0, 15_000, 0, 0, 0, 0];
    expect(listened.map(milliseconds => backOff.next(milliseconds)).includes(undefined)).toBe(false);
    expect(backOff.next(9_999)).toBe(undefined);
});
