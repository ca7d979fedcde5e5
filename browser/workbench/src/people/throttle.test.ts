import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throttle } from './throttle';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first goes at once, the newest of the rest with the next beat', () => {
    const passed: number[] = [];
    const throttle = new Throttle<number>(500, value => passed.push(value));
    [1, 2, 3].forEach(value => throttle.push(value));
    expect(passed).toEqual([1]);
    vi.advanceTimersByTime(500);
    expect(passed).toEqual([1, 3]);
    throttle.push(4);
    vi.advanceTimersByTime(499);
    expect(passed).toEqual([1, 3]);
    vi.advanceTimersByTime(1);
    expect(passed).toEqual([1, 3, 4]);
    vi.advanceTimersByTime(5000);
    expect(vi.getTimerCount()).toBe(0);
});

test('what was passed on last is not passed on again, unless it was forgotten', () => {
    const passed: number[] = [];
    const throttle = new Throttle<number>(500, value => passed.push(value));
    throttle.push(1);
    throttle.push(1);
    vi.advanceTimersByTime(1000);
    expect(passed).toEqual([1]);
    throttle.reset();
    throttle.push(1);
    expect(passed).toEqual([1, 1]);
    throttle.dispose();
    expect(vi.getTimerCount()).toBe(0);
});
