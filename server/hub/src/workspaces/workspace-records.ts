import { LongtableError, type Progress, type WorkspaceId } from '@longtable/common';
import type { Store, WorkspaceRecord } from '../store/store.js';
import { SerialQueue } from './serial-queue.js';

/** What changed about a workspace, for those who show it. */
export interface WorkspaceChanges {
    changed(record: WorkspaceRecord, progress: Progress | undefined): void;
    removed(record: WorkspaceRecord): void;
}

/** The records of workspaces with their passing progress: changed one at a time, and every change told. */
export class WorkspaceRecords {
    private readonly progress = new Map<WorkspaceId, Progress>();
    private readonly listeners = new Set<WorkspaceChanges>();
    private readonly queue = new SerialQueue<WorkspaceId>();

    constructor(private readonly store: Store) {}

    /** Throws `not-found` for a workspace that does not exist or is being deleted. */
    async get(id: WorkspaceId): Promise<WorkspaceRecord> {
        const record = await this.store.workspaces.get(id);
        if (record === undefined || record.status === 'deleting') {
            throw workspaceNotFound();
        }
        return record;
    }

    progressOf(id: WorkspaceId): Progress | undefined {
        return this.progress.get(id);
    }

    async add(record: WorkspaceRecord): Promise<void> {
        await this.store.workspaces.put(record);
        this.tell(record);
    }

    /** Replaces a record by what `change` makes of it, or leaves it when that is undefined. Answers the record as it is then. */
    update(
        id: WorkspaceId,
        change: (record: WorkspaceRecord) => WorkspaceRecord | undefined
    ): Promise<WorkspaceRecord> {
        return this.queue.run(id, async () => {
            const before = await this.store.workspaces.get(id);
            if (before === undefined) {
                throw workspaceNotFound();
            }
            const after = change(before);
            if (after === undefined) {
                return before;
            }
            await this.store.workspaces.put(after);
            if (after.status !== 'creating' && after.status !== 'starting') {
                this.progress.delete(id);
            }
            this.tell(after);
            return after;
        });
    }

    /** Shows how far a workspace that is being made has come; kept in memory only. */
    async setProgress(id: WorkspaceId, progress: Progress): Promise<void> {
        const record = await this.store.workspaces.get(id);
        if (record?.status === 'creating' || record?.status === 'starting') {
            this.progress.set(id, progress);
            this.tell(record);
        }
    }

    async remove(record: WorkspaceRecord): Promise<void> {
        await this.queue.run(record.id, () => this.store.workspaces.remove(record.id));
        this.progress.delete(record.id);
        for (const listener of this.listeners) {
            listener.removed(record);
        }
    }

    onChange(listener: WorkspaceChanges): { dispose(): void } {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
    }

    private tell(record: WorkspaceRecord): void {
        for (const listener of this.listeners) {
            listener.changed(record, this.progress.get(record.id));
        }
    }
}

/** The same answer for a workspace that does not exist and for one that is not the asker's. */
export function workspaceNotFound(): LongtableError {
    return new LongtableError('not-found', 'There is no such workspace, or it is not shared with you.');
}
