import { expect, test } from 'vitest';
import { backOff } from './back-off';

test('doubles from half a second to eight, and stays there', () => {
    const middle = () => 0.5;
    expect([0, 1, 2, 3, 4, 5, 1000].map(attempt => backOff(attempt, middle))).toEqual([
        500, 1000, 2000, 4000, 8000, 8000, 8000
    ]);
});

test('spreads people who come back at the same moment', () => {
    expect(backOff(1, () => 0)).toBe(750);
    expect(backOff(1, () => 1)).toBe(1250);
});
