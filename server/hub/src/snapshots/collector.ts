import { existsSync } from 'node:fs';
import type { SnapshotId } from '@longtable/common';
import type { Logger } from 'pino';
import type { Store } from '../store/store.js';
import type { BaseTrees } from './base-trees.js';
import type { ContentGuard } from './content-guard.js';
import { runJob, type WorkerCommand } from './worker/run-job.js';

export interface CollectorOptions {
    readonly store: Store;
    readonly guard: ContentGuard;
    readonly trees: BaseTrees;
    readonly worker: WorkerCommand;
    readonly content: string;
    readonly logger: Logger;
    /** Told when more is known about what snapshots cost. */
    readonly onMeasured?: () => void;
}

/** Removes content that no snapshot uses, and knows what each of them costs. */
export class Collector {
    private readonly unique = new Map<string, number>();
    private readonly abort = new AbortController();
    private running: Promise<void> | undefined;
    private again = false;

    constructor(private readonly options: CollectorOptions) {}

    /** What deleting a snapshot would free, in bytes; undefined until it was measured. */
    uniqueBytes(id: SnapshotId): number | undefined {
        return this.unique.get(id);
    }

    /** Sees to it that a collection begins after this moment; resolves when it has ended, however. */
    request(): Promise<void> {
        if (this.abort.signal.aborted) {
            return Promise.resolve();
        }
        this.again = true;
        this.running ??= this.run().finally(() => {
            this.running = undefined;
        });
        return this.running;
    }

    async dispose(): Promise<void> {
        this.abort.abort();
        await this.running;
    }

    private async run(): Promise<void> {
        const { guard, logger } = this.options;
        while (this.again && !this.abort.signal.aborted) {
            this.again = false;
            await guard
                .collect(() => this.collect())
                .catch((error: unknown) => {
                    if (!this.abort.signal.aborted) {
                        logger.error({ err: error }, 'contents of snapshots were not collected');
                    }
                });
        }
    }

    private async collect(): Promise<void> {
        const { store, worker, content, trees, logger } = this.options;
        if (!existsSync(content)) {
            return;
        }
        const [snapshots, workspaces] = await Promise.all([store.snapshots.listAll(), store.workspaces.listAll()]);
        const wanted = workspaces.filter(({ provisioned }) => !provisioned).map(({ snapshot }) => snapshot?.id);
        const keep = new Set([...snapshots.map(({ id }) => id), ...wanted.filter(id => id !== undefined)]);
        await trees.sweep(keep);
        const answer = await runJob(
            worker,
            { type: 'collect', content, keep: [...keep] },
            { signal: this.abort.signal }
        );
        this.unique.clear();
        for (const [id, bytes] of answer.uniqueBytes) {
            this.unique.set(id, bytes);
        }
        if (answer.damaged.length > 0) {
            logger.error({ snapshots: answer.damaged }, 'contents of snapshots are damaged; nothing is collected');
        }
        this.options.onMeasured?.();
    }
}
