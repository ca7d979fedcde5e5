import { LongtableError, type SnapshotId } from '@longtable/common';
import type { Store } from '../store/store.js';
import { damaged } from './content/snapshot-content.js';

/** What a job on a snapshot really failed with: where its content is gone, it is damaged, unless somebody has deleted it. */
export async function reasonOf(error: unknown, store: Store, id: SnapshotId): Promise<unknown> {
    if (!(error instanceof LongtableError) || error.code !== 'not-found') {
        return error;
    }
    return (await store.snapshots.get(id)) === undefined
        ? new LongtableError('not-found', 'The snapshot was deleted, so nothing was made of it.', { cause: error })
        : damaged(error);
}
