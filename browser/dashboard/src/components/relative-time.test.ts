import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.js';

const now = new Date('2026-06-15T12:00:00Z');

test.each([
    [-30, 'just now'],
    [0, 'just now'],
    [44, 'just now'],
    [50, '1 minute ago'],
    [59 * 60 + 59, '59 minutes ago'],
    [60 * 60, '1 hour ago'],
    [24 * 60 * 60 - 1, '23 hours ago'],
    [24 * 60 * 60, 'yesterday'],
    [3 * 24 * 60 * 60, '3 days ago']
])('%i seconds ago is “%s”', (seconds, words) => {
    expect(relativeTime(new Date(now.getTime() - seconds * 1000), now)).toBe(words);
});

test('long ago is a date', () => {
    expect(relativeTime(new Date('2026-04-02T12:00:00Z'), now)).toBe('Apr 2, 2026');
});
