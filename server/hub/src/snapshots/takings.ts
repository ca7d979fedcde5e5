import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import {
    LongtableError,
    type SecretList,
    type SnapshotId,
    type SnapshotProgress,
    type TakeSnapshot,
    type UserId,
    type WorkspaceId
} from '@longtable/common';
import { toLongtableError } from '../http/errors.js';
import { Semaphore } from '../runtime/egress/semaphore.js';
import type { Doer } from '../sharing/audit-trail.js';
import type { SnapshotRecord, WorkspaceRecord } from '../store/store.js';
import { flushDocuments } from './flush-documents.js';
import { checkRoom, LARGEST, newSnapshotId, RESERVE, type SnapshotContext } from './snapshot-context.js';
import { sessionOf } from './session.js';
import { runJob } from './worker/run-job.js';

/** Each reads and compresses on a core of its own. */
const AT_A_TIME = 2;
/** The people in a workspace are not kept waiting longer, in milliseconds. */
const LONGEST_HOLD = 30_000;
/** What has failed is told for so many milliseconds. */
const TOLD = 10 * 60_000;

/** A snapshot that is being taken, or that has failed a moment ago. Kept in memory only: there is nothing to go on with. */
export interface Taking {
    readonly id: SnapshotId;
    readonly ownerId: UserId;
    readonly workspace: WorkspaceRecord;
    readonly name: string;
    readonly note?: string;
    readonly createdAt: string;
    /** Whether what the person's terminals show goes along. */
    readonly terminals: boolean;
    readonly abort: AbortController;
    progress: SnapshotProgress;
    failure?: LongtableError;
    /** Whether there is a record of it, so that the next may be taken. */
    taken: boolean;
    done: Promise<void>;
}

/** Takes snapshots of workspaces. Who may ask for it has been checked by the caller. */
export class Takings {
    private readonly takings = new Map<SnapshotId, Taking>();
    private readonly semaphore = new Semaphore(AT_A_TIME);
    private readonly looking = new Semaphore(AT_A_TIME);
    private readonly timers = new Set<NodeJS.Timeout>();

    constructor(private readonly context: SnapshotContext) {}

    get(id: SnapshotId): Taking | undefined {
        return this.takings.get(id);
    }

    /** Newest first. */
    list(filter: (taking: Taking) => boolean): readonly Taking[] {
        return [...this.takings.values()].filter(filter).reverse();
    }

    /** Begins to take one. Throws what is known to go wrong at once. */
    async take(workspace: WorkspaceRecord, doer: Doer, wish: TakeSnapshot): Promise<Taking> {
        if (!workspace.provisioned) {
            throw new LongtableError(
                'conflict',
                'The workspace has no files yet. Wait until it is made, then take a snapshot.'
            );
        }
        const quota = await this.quotaOf(doer.user.id);
        if (this.list(one => one.workspace.id === workspace.id && one.failure === undefined && !one.taken).length > 0) {
            throw new LongtableError(
                'conflict',
                'A snapshot of this workspace is being taken already. Wait for it, or cancel it.'
            );
        }
        const createdAt = new Date().toISOString();
        const taking: Taking = {
            id: newSnapshotId(),
            ownerId: doer.user.id,
            workspace,
            name: wish.name ?? `${workspace.name}, ${createdAt.slice(0, 16).replace('T', ' ')} UTC`.slice(-80),
            ...(wish.note === undefined || wish.note === '' ? {} : { note: wish.note }),
            createdAt,
            terminals: wish.terminals ?? true,
            abort: new AbortController(),
            progress: { step: 'waiting', files: 0, bytes: 0 },
            taken: false,
            done: Promise.resolve()
        };
        this.takings.set(taking.id, taking);
        taking.done = this.run(taking, doer, wish.exclude ?? [], quota);
        return taking;
    }

    /** Ends a taking, or forgets one that has failed. Resolves when nothing is left of it. */
    async cancel(taking: Taking, reason = 'It was cancelled. Nothing was kept.'): Promise<void> {
        taking.abort.abort(new LongtableError('conflict', reason));
        await taking.done;
        this.takings.delete(taking.id);
    }

    /** Ends what is being taken of a workspace that goes. */
    async cancelOf(id: WorkspaceId): Promise<void> {
        const concerned = this.list(taking => taking.workspace.id === id);
        await Promise.all(
            concerned.map(taking => {
                taking.abort.abort(new LongtableError('conflict', 'The workspace was deleted. Nothing was kept.'));
                return taking.done;
            })
        );
    }

    /** Files of a workspace that look like secrets. */
    async secrets(workspace: WorkspaceRecord): Promise<SecretList> {
        if (!workspace.provisioned) {
            return { files: [], truncated: false };
        }
        const { directory } = await this.context.runtime.files(workspace.id);
        const folder = join(directory, workspace.folder);
        const { files, truncated } = await this.looking.run(() =>
            runJob(this.context.worker, { type: 'secrets', folder, exclude: [] })
        );
        return { files: [...files], truncated };
    }

    /** Stored bytes that a person may still add. Throws `quota-exceeded` when there are none. */
    async quotaOf(userId: UserId): Promise<number> {
        const own = await this.context.store.snapshots.listOf(userId);
        const left = this.context.quota - own.reduce((sum, { addedBytes }) => sum + addedBytes, 0);
        if (left <= 0) {
            throw new LongtableError(
                'quota-exceeded',
                'Your snapshots take as much room as they may, so none was taken. Delete some that you do not need.'
            );
        }
        return left;
    }

    async dispose(): Promise<void> {
        this.timers.forEach(timer => {
            clearTimeout(timer);
        });
        const all = [...this.takings.values()];
        for (const { abort } of all) {
            abort.abort(new LongtableError('conflict', 'Longtable was stopped. Nothing was kept.'));
        }
        await Promise.all(all.map(({ done }) => done));
    }

    private async run(taking: Taking, doer: Doer, exclude: readonly string[], quota: number): Promise<void> {
        const { guard, logger, collector } = this.context;
        try {
            await this.semaphore.run(() => guard.use(() => this.takeNow(taking, doer, exclude, quota)));
            this.takings.delete(taking.id);
        } catch (error) {
            // Whoever cancelled it knows why.
            taking.failure = toLongtableError(taking.abort.signal.aborted ? taking.abort.signal.reason : error);
            if (!taking.abort.signal.aborted) {
                logger.warn({ err: error, workspace: taking.workspace.id }, 'a snapshot was not taken');
            }
            const timer = setTimeout(() => {
                this.takings.delete(taking.id);
                this.timers.delete(timer);
            }, TOLD).unref();
            this.timers.add(timer);
        }
        void collector.request();
    }

    private async takeNow(taking: Taking, doer: Doer, exclude: readonly string[], quota: number): Promise<void> {
        const { store, runtime, audit, links, content, worker } = this.context;
        const { workspace, abort } = taking;
        abort.signal.throwIfAborted();
        await mkdir(content, { recursive: true, mode: 0o700 });
        await checkRoom(content, 0, 'No snapshot was taken.');
        const { directory, state } = await runtime.files(workspace.id);
        let held: number | undefined;
        taking.progress = { step: 'copying', files: 0, bytes: 0 };
        const manifest = await runJob(
            worker,
            {
                type: 'take',
                id: taking.id,
                content,
                folder: join(directory, workspace.folder),
                known: join(state, 'known-files'),
                exclude,
                largest: LARGEST,
                quota,
                reserve: RESERVE
            },
            {
                signal: abort.signal,
                onProgress: (done, total) => {
                    const { step } = taking.progress;
                    taking.progress = {
                        step,
                        ...done,
                        ...(total === undefined ? {} : { totalFiles: total.files, totalBytes: total.bytes })
                    };
                },
                hold: released =>
                    this.hold(taking, doer, released, milliseconds => {
                        held = milliseconds;
                    })
            }
        );
        const { id, ownerId, name, note, createdAt } = taking;
        const { repository, ref, snapshot, folder } = workspace;
        const record: SnapshotRecord = {
            id,
            ownerId,
            name,
            ...(note === undefined ? {} : { note }),
            folder,
            workspace: { id: workspace.id, name: workspace.name },
            ...(snapshot === undefined ? {} : { from: snapshot }),
            ...(repository === undefined ? {} : { repository }),
            ...(ref === undefined ? {} : { ref }),
            ...(manifest.commit === undefined ? {} : { commit: manifest.commit }),
            createdAt,
            files: manifest.files,
            bytes: manifest.bytes,
            addedBytes: manifest.addedBytes,
            ...(held === undefined ? {} : { heldMilliseconds: held }),
            opened: 0,
            ...links.create(),
            endedTokens: [],
            visibility: 'link',
            people: []
        };
        // From here on there is no way back: whoever cancels later deletes it.
        abort.signal.throwIfAborted();
        await store.snapshots.put(record);
        taking.taken = true;
        await audit.note(workspace.id, 'snapshot-taken', doer, { detail: name }).catch((error: unknown) => {
            // It is there all the same.
            this.context.logger.error({ err: error, snapshot: id }, 'a snapshot was not written down in the audit log');
        });
    }

    /**
     * Resolves once nobody writes, with what is to be kept beside the files. Lets everybody go on when `released` does or
     * it takes too long.
     */
    private hold(
        taking: Taking,
        doer: Doer,
        released: Promise<void>,
        onHeld: (milliseconds: number) => void
    ): Promise<string> {
        const { runtime, records, assertions, lifecycle, logger } = this.context;
        const { id } = taking.workspace;
        return new Promise((resolve, reject) => {
            lifecycle()
                .exclusively(id, async () => {
                    taking.abort.signal.throwIfAborted();
                    // Gone meanwhile, or going.
                    await records.get(id);
                    taking.progress = { ...taking.progress, step: 'holding' };
                    await flushDocuments(runtime, assertions, id);
                    const session = JSON.stringify(await sessionOf(this.context, taking, doer));
                    const began = performance.now();
                    const wasRunning = await runtime.isRunning(id);
                    const hold = await runtime.hold(id);
                    const limit = setTimeout(() => {
                        taking.abort.abort(
                            new LongtableError(
                                'unavailable',
                                'So much changes in the workspace that it would have been held for more than half a minute. Nothing was kept; stop what writes so much, or leave its folder out.'
                            )
                        );
                    }, LONGEST_HOLD);
                    const ended = new Promise<void>(end => {
                        taking.abort.signal.addEventListener('abort', () => {
                            end();
                        });
                    });
                    try {
                        resolve(session);
                        await Promise.race([released, ended]);
                    } finally {
                        clearTimeout(limit);
                        await hold.release();
                        if (wasRunning) {
                            onHeld(Math.round(performance.now() - began));
                        }
                        taking.progress = { ...taking.progress, step: 'storing' };
                    }
                })
                .catch((error: unknown) => {
                    logger.debug({ err: error, workspace: id }, 'a workspace was not held');
                    reject(toLongtableError(error));
                });
        });
    }
}
