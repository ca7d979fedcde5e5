import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { activityOf, ActivityWatch, IDLE_AFTER_MS } from './activity-watch';

class Page extends EventTarget {
    hidden = false;
}

beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('window', globalThis);
});

afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

test('hidden counts for more than idle', () => {
    expect(activityOf({ hidden: true, quietFor: 0 })).toBe('away');
    expect(activityOf({ hidden: false, quietFor: IDLE_AFTER_MS - 1 })).toBe('active');
    expect(activityOf({ hidden: false, quietFor: IDLE_AFTER_MS })).toBe('idle');
});

test('two minutes without input make idle, the next key active, a hidden page away', () => {
    const page = new Page();
    const told: string[] = [];
    const watch = new ActivityWatch(page as unknown as Document, activity => told.push(activity));
    vi.advanceTimersByTime(IDLE_AFTER_MS - 1000);
    page.dispatchEvent(new Event('wheel'));
    vi.advanceTimersByTime(IDLE_AFTER_MS - 1000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual(['idle']);
    expect(watch.quietFor).toBe(IDLE_AFTER_MS);
    page.dispatchEvent(new Event('keydown'));
    expect(watch.quietFor).toBe(0);
    page.hidden = true;
    page.dispatchEvent(new Event('visibilitychange'));
    page.hidden = false;
    page.dispatchEvent(new Event('visibilitychange'));
    expect(told).toEqual(['idle', 'active', 'away', 'active']);
    watch.dispose();
    expect(vi.getTimerCount()).toBe(0);
    page.dispatchEvent(new Event('visibilitychange'));
    expect(vi.getTimerCount()).toBe(0);
});
