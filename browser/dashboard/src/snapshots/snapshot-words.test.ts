import { Snapshot } from '@longtable/common';
import { expect, test } from 'vitest';
import { badgeHtml, badgeMarkdown } from './snapshot-badge.js';
import { costWords, lineageWords, openedWords, progressPercent, progressWords } from './snapshot-words.js';

const snapshot = Snapshot.parse({
    id: 'abcdefghijklmnop',
    name: 'First',
    status: 'ready',
    createdAt: '2026-01-01T00:00:00Z',
    workspace: { id: 'abcdefgh', name: 'Engine', exists: true },
    files: 12_000,
    bytes: 34_000_000,
    addedBytes: 5_000_000,
    uniqueBytes: 1200,
    visibility: 'link',
    people: [],
    revoked: false,
    opened: 2,
    workspaces: []
});

test('what it costs, and where it comes from', () => {
    expect(costWords(snapshot)).toBe('34 MB in 12,000 files, costs 1.2 kB');
    expect(costWords({ ...snapshot, uniqueBytes: undefined })).toBe('34 MB in 12,000 files, added 5.0 MB');
    expect(lineageWords(snapshot)).toBe('of Engine');
    const from = { id: snapshot.id, name: 'Zero' };
    expect(lineageWords({ ...snapshot, from })).toBe('of Engine, which came from “Zero”');
    expect(lineageWords({ ...snapshot, workspace: undefined })).toBe('from a file');
    expect(openedWords(snapshot)).toBe('opened 2 times');
});

test('how far it has come never goes to the end before it is there', () => {
    const progress = { step: 'copying', files: 10, bytes: 100, totalFiles: 10, totalBytes: 100 } as const;
    expect(progressWords(progress)).toBe('Copying 10 of 10 files, 100 bytes of 100 bytes…');
    expect(progressPercent(progress)).toBe(95);
    expect(progressPercent({ ...progress, step: 'storing' })).toBeLessThan(100);
    expect(progressPercent({ step: 'waiting', files: 0, bytes: 0 })).toBeUndefined();
});

test('badges lead to the link', () => {
    const url = 'http://localhost:3000/s/token';
    expect(badgeMarkdown(url)).toBe(
        '[![Open in Longtable](http://localhost:3000/badge.svg)](http://localhost:3000/s/token)'
    );
    expect(badgeHtml(url)).toContain(
        '<a href="http://localhost:3000/s/token"><img src="http://localhost:3000/badge.svg"'
    );
});
