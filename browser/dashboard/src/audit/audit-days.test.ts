import { AuditEntry } from '@longtable/common';
import { expect, test } from 'vitest';
import { daysOf } from './audit-days.js';

const now = new Date(2026, 2, 1, 12);

function at(...moment: [number, number, number, number]): AuditEntry {
    return AuditEntry.parse({
        at: new Date(...moment).toISOString(),
        action: 'joined',
        actor: { name: 'Ada' }
    });
}

test('entries come together by day', () => {
    const entries = [at(2026, 2, 1, 11), at(2026, 2, 1, 0), at(2026, 1, 28, 23), at(2026, 1, 3, 9)];
    expect(daysOf(entries, now).map(day => [day.title, day.entries.length])).toEqual([
        ['Today', 2],
        ['Yesterday', 1],
        ['Tuesday, February 3, 2026', 1]
    ]);
});

test('nothing makes no day', () => {
    expect(daysOf([], now)).toEqual([]);
});
