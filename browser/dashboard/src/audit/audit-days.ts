import type { AuditEntry } from '@longtable/common';

/** What was done on one day, newest first. */
export interface AuditDay {
    readonly title: string;
    readonly entries: readonly AuditEntry[];
}

/** Entries that are newest first, by the days of whoever reads them. */
export function daysOf(entries: readonly AuditEntry[], now: Date): AuditDay[] {
    const days: { title: string; entries: AuditEntry[] }[] = [];
    for (const entry of entries) {
        const title = titleOf(new Date(entry.at), now);
        const last = days.at(-1);
        if (last?.title === title) {
            last.entries.push(entry);
        } else {
            days.push({ title, entries: [entry] });
        }
    }
    return days;
}

function titleOf(day: Date, now: Date): string {
    const yesterday = new Date(now);
    yesterday.setDate(now.getDate() - 1);
    switch (day.toDateString()) {
        case now.toDateString():
            return 'Today';
        case yesterday.toDateString():
            return 'Yesterday';
        default:
            return day.toLocaleDateString('en', { dateStyle: 'full' });
    }
}
