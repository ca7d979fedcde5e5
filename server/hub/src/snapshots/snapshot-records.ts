import { SnapshotId, type UserId } from '@longtable/common';
import type { SnapshotRecord, Store } from '../store/store.js';
import { SerialQueue } from '../workspaces/serial-queue.js';
import { snapshotNotFound } from './snapshot-context.js';

/** The records of snapshots, changed one at a time. */
export class SnapshotRecords {
    private readonly queue = new SerialQueue<SnapshotId>();

    constructor(private readonly store: Store) {}

    /** A snapshot of a person's. Throws `not-found`. */
    async ownedBy(userId: UserId, id: string): Promise<SnapshotRecord> {
        const parsed = SnapshotId.safeParse(id);
        const record = parsed.success ? await this.store.snapshots.get(parsed.data) : undefined;
        if (record?.ownerId !== userId) {
            throw snapshotNotFound();
        }
        return record;
    }

    /** Throws `not-found` for one that has gone meanwhile. */
    update(id: SnapshotId, change: (record: SnapshotRecord) => SnapshotRecord): Promise<SnapshotRecord> {
        return this.queue.run(id, async () => {
            const before = await this.store.snapshots.get(id);
            if (before === undefined) {
                throw snapshotNotFound();
            }
            const after = change(before);
            await this.store.snapshots.put(after);
            return after;
        });
    }

    remove(id: SnapshotId): Promise<void> {
        return this.queue.run(id, () => this.store.snapshots.remove(id));
    }
}
