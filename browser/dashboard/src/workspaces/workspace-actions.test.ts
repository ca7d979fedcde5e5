import { capabilitiesOf, type Role, type WorkspaceStatus } from '@longtable/common';
import { expect, test } from 'vitest';
import { sampleWorkspace } from './sample-workspace.js';
import { actionsFor, openPath } from './workspace-actions.js';

test.each<[Role, WorkspaceStatus, boolean, string]>([
    ['owner', 'running', false, 'open stop share rename pin download snapshot snapshots activity delete'],
    ['owner', 'stopped', true, 'open start share rename unpin download snapshot snapshots activity delete'],
    ['owner', 'failed', false, 'open start share rename pin download snapshots activity delete'],
    ['owner', 'creating', false, 'open stop share rename pin snapshots activity delete'],
    ['owner', 'stopping', false, 'rename pin download snapshots activity delete'],
    ['editor', 'running', false, 'open leave'],
    ['viewer', 'stopped', true, 'open leave'],
    ['editor', 'stopping', false, 'leave']
])('%s of a workspace that is %s (pinned: %s) may: %4$s', (role, status, pinned, actions) => {
    expect(actionsFor({ status, pinned, capabilities: [...capabilitiesOf(role)] }).join(' ')).toBe(actions);
});

test('only a running workspace is entered at once', () => {
    expect(openPath(sampleWorkspace('abcdefgh', { status: 'running' }))).toBe('/w/abcdefgh');
    expect(openPath(sampleWorkspace('abcdefgh', { status: 'starting' }))).toBe('/workspaces/abcdefgh');
});
