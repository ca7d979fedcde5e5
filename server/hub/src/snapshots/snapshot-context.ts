import { randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { LongtableError, SnapshotId } from '@longtable/common';
import type { Logger } from 'pino';
import type { Assertions } from '../identity/assertions.js';
import type { Runtime } from '../runtime/runtime.js';
import type { AuditTrail } from '../sharing/audit-trail.js';
import type { Store } from '../store/store.js';
import type { Lifecycle } from '../workspaces/lifecycle.js';
import type { WorkbenchStates } from '../workbench-states/workbench-states.js';
import type { WorkspaceRecords } from '../workspaces/workspace-records.js';
import type { BaseTrees } from './base-trees.js';
import type { Collector } from './collector.js';
import type { ContentGuard } from './content-guard.js';
import type { SnapshotLinks } from './snapshot-links.js';
import type { WorkerCommand } from './worker/run-job.js';

/** The most that one snapshot may hold, in bytes. */
export const LARGEST = 64 * 1024 ** 3;

/** So many bytes stay free: records and running workspaces need them. */
export const RESERVE = 128 * 1024 * 1024;

/** What the parts of snapshots work with. */
export interface SnapshotContext {
    readonly store: Store;
    readonly records: WorkspaceRecords;
    readonly runtime: Runtime;
    readonly states: WorkbenchStates;
    readonly assertions: Assertions;
    readonly audit: AuditTrail;
    readonly links: SnapshotLinks;
    readonly guard: ContentGuard;
    readonly collector: Collector;
    readonly trees: BaseTrees;
    readonly worker: WorkerCommand;
    /** Directory of the contents. */
    readonly content: string;
    /** Directory on whose disk workspaces are made. */
    readonly data: string;
    /** Stored bytes that the snapshots of one person may take. */
    readonly quota: number;
    readonly logger: Logger;
    /** The lifecycle, which in turn asks for files: there is none before everything is put together. */
    readonly lifecycle: () => Lifecycle;
}

/** Sixteen random characters, the first a letter: about 80 bits. */
export function newSnapshotId(): SnapshotId {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const all = `${letters}0123456789`;
    return SnapshotId.parse(
        [...randomBytes(16)]
            .map((byte, index) => (index === 0 ? letters[byte % letters.length] : all[byte % all.length]))
            .join('')
    );
}

/** The same answer for a snapshot that does not exist and for one that is not the asker's. */
export function snapshotNotFound(): LongtableError {
    return new LongtableError('not-found', 'There is no such snapshot, or it is not for you.');
}

/** Throws `disk-full` when a directory has no room for so many bytes; `kept` says what was not begun. */
export async function checkRoom(directory: string, bytes: number, kept: string): Promise<void> {
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < bytes + RESERVE) {
        throw new LongtableError('disk-full', `The disk of the server has no room for that. ${kept} Free some space.`);
    }
}
