import { statfsSync } from 'node:fs';
import { LongtableError } from '@longtable/common';
import type { ContentWriter } from '../content/snapshot-content.js';

/** How much may be written for a snapshot, in bytes. */
export interface Allowance {
    /** What its owner may still add to what is stored. */
    readonly quota: number;
    /** What stays free on the disk, for the records and for what people save in running workspaces. */
    readonly reserve: number;
}

/** Throws `quota-exceeded` or `disk-full` when more was written than may be. */
export function checkAllowance(writer: ContentWriter, directory: string, { quota, reserve }: Allowance): void {
    if (writer.addedBytes > quota) {
        throw new LongtableError(
            'quota-exceeded',
            'Your snapshots take as much room as they may, so this one was not kept. Delete some that you do not need, or leave out large folders.'
        );
    }
    const { bavail, bsize } = statfsSync(directory);
    if (bavail * bsize < reserve) {
        throw diskFull();
    }
}

export function diskFull(): LongtableError {
    return new LongtableError(
        'disk-full',
        'The disk of the server is full. Nothing was kept; free some space and try again.'
    );
}
