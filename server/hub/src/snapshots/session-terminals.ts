import type { SnapshotTerminal, UserId } from '@longtable/common';
import type { WorkspaceRecord } from '../store/store.js';
import type { SnapshotContext } from './snapshot-context.js';

/** The terminals of one person in a workspace, for a snapshot of it. There are none so far. */
export function terminalsIn(
    _context: SnapshotContext,
    _workspace: WorkspaceRecord,
    _userId: UserId
): Promise<readonly SnapshotTerminal[]> {
    return Promise.resolve([]);
}

/** Hands the terminals of a snapshot to the workspace that is made of it. */
export function reopenTerminals(
    _context: SnapshotContext,
    _workspace: WorkspaceRecord,
    _terminals: readonly SnapshotTerminal[]
): Promise<void> {
    return Promise.resolve();
}
