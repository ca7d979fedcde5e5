import { expect, test } from 'vitest';
import { sampleWorkspace } from './sample-workspace.js';
import { inOrder, matching } from './workspace-order.js';

const old = sampleWorkspace('oldworkspace', { createdAt: '2020-01-01T00:00:00Z' });
const restarted = sampleWorkspace('restarted', {
    createdAt: '2019-01-01T00:00:00Z',
    lastStartedAt: '2026-02-01T00:00:00Z',
    status: 'running',
    repository: 'https://github.com/team/engine.git',
    ref: 'main'
});
const pinned = sampleWorkspace('pinnedone', { createdAt: '2018-01-01T00:00:00Z', pinned: true });
const failed = sampleWorkspace('failedone', { createdAt: '2025-01-01T00:00:00Z', status: 'failed' });
const all = [old, restarted, pinned, failed];

test('pinned workspaces come first, then those used last', () => {
    expect(inOrder(all)).toEqual([pinned, restarted, failed, old]);
});

test('active leaves out what is stopped and not pinned', () => {
    expect(matching(all, 'active', '')).toEqual([restarted, pinned, failed]);
    expect(matching(all, 'all', '')).toEqual(all);
});

test('a search finds words in name, repository, branch and owner, in any order and case', () => {
    expect(matching(all, 'all', ' MAIN engine ')).toEqual([restarted]);
    expect(matching(all, 'all', 'ada pinned')).toEqual([pinned]);
    expect(matching(all, 'all', 'engine nowhere')).toEqual([]);
});
