import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throttle } from './throttle';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function throttled() {
    const passed: number[] = [];
    let now = 0;
    const throttle = new Throttle<number>({ every: 500, value: () => now, pass: value => passed.push(value) });
    const change = (value: number) => {
        now = value;
        throttle.changed();
    };
    return { throttle, passed, change };
}

test('the first goes soon, not at once, the newest of the rest with the next beat', () => {
    const { passed, change } = throttled();
    [1, 2, 3].forEach(change);
    expect(passed).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(passed).toEqual([3]);
    [4, 5].forEach(change);
    vi.advanceTimersByTime(499);
    expect(passed).toEqual([3]);
    vi.advanceTimersByTime(1);
    expect(passed).toEqual([3, 5]);
    vi.advanceTimersByTime(5000);
    expect(vi.getTimerCount()).toBe(0);
});

test('what was passed on last is not passed on again, unless it was forgotten', () => {
    const { throttle, passed, change } = throttled();
    change(1);
    vi.advanceTimersByTime(1000);
    change(1);
    vi.advanceTimersByTime(1000);
    expect(passed).toEqual([1]);
    throttle.reset();
    change(1);
    vi.advanceTimersByTime(20);
    expect(passed).toEqual([1, 1]);
});

test('nothing is passed on after its end', () => {
    const { throttle, passed, change } = throttled();
    change(1);
    throttle.dispose();
    vi.advanceTimersByTime(1000);
    expect(passed).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
});
