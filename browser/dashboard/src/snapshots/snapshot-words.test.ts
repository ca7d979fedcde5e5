import { Snapshot } from '@longtable/common';
import { expect, test } from 'vitest';
import { costWords, lineageWords, openedWords } from './snapshot-words.js';

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
