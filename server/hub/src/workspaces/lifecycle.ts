import { setTimeout as delay } from 'node:timers/promises';
import { commitAddressOf, LongtableError, messageOf, type AgentStatus, type WorkspaceId } from '@longtable/common';
import type { Logger } from 'pino';
import type { Assertions } from '../identity/assertions.js';
import type { Runtime, WorkspaceSpec } from '../runtime/runtime.js';
import type { Store, WorkspaceRecord } from '../store/store.js';
import { followAgent, type AgentSubscription } from './agent-client.js';
import { SerialQueue } from './serial-queue.js';
import type { WorkspaceRecords } from './workspace-records.js';

/** The connection to an agent is tried again after such pauses, in milliseconds; the last one repeats. */
const RECONNECT_PAUSES = [300, 1000, 3000, 10_000] as const;

export interface LifecycleOptions {
    readonly store: Store;
    readonly records: WorkspaceRecords;
    readonly runtime: Runtime;
    readonly assertions: Assertions;
    readonly logger: Logger;
    /** Closes every connection into a workspace that ends. */
    readonly closeConnections: (id: WorkspaceId) => void;
    /** Ends what ends with the run of a workspace. `reason` is the sentence that says why it stops. */
    readonly stopping?: (record: WorkspaceRecord, reason: string) => Promise<void>;
    /** Puts the files of its snapshot into the volume of a new workspace, which is provisioned once it has resolved. */
    readonly fill?: (record: WorkspaceRecord, signal: AbortSignal) => Promise<void>;
    /** Ends what is being done with the files of a workspace that is deleted. */
    readonly removing?: (id: WorkspaceId) => Promise<void>;
}

/**
 * Brings workspaces up and down. A request for it is answered once the intention is stored; the work goes on behind
 * it, one step after the other for each workspace, and ends in `running`, `stopped` or `failed` with a reason.
 */
export class Lifecycle {
    private readonly work = new SerialQueue<WorkspaceId>();
    private readonly subscriptions = new Map<WorkspaceId, AgentSubscription>();
    /** Of those that are being brought up: aborted when that is not wanted any more. */
    private readonly starts = new Map<WorkspaceId, AbortController>();
    private readonly disposing = new AbortController();
    private readonly exits: { dispose(): void };

    constructor(private readonly options: LifecycleOptions) {
        this.exits = options.runtime.onExit(exit => {
            this.inBackground(exit.id, () => this.sandboxEnded(exit.id, exit.reason));
        });
    }

    /** Starts a workspace that is stopped or failed; answers false for one that is up or on its way. */
    async start(id: WorkspaceId): Promise<boolean> {
        let needed = false as boolean;
        await this.options.records.update(id, before => {
            switch (before.status) {
                case 'running':
                case 'starting':
                case 'creating':
                    return undefined;
                case 'deleting':
                    throw new LongtableError('conflict', 'The workspace is being deleted.');
                case 'stopping':
                case 'stopped':
                case 'failed':
                    // Only then: bringing up once more what is still being cloned would begin the clone anew.
                    needed = true;
                    return withoutReason({ ...before, status: before.provisioned ? 'starting' : 'creating' });
            }
        });
        if (needed) {
            this.inBackground(id, () => this.bringUp(id));
        }
        return needed;
    }

    /** Stops a workspace; answers false for one that is not up. `reason` is shown to people. */
    async stop(id: WorkspaceId, reason: string): Promise<boolean> {
        let needed = false as boolean;
        const record = await this.options.records.update(id, before => {
            needed = before.status === 'running' || isOnItsWay(before);
            return needed ? withoutReason({ ...before, status: 'stopping' }) : undefined;
        });
        if (needed) {
            this.starts.get(id)?.abort(new LongtableError('conflict', reason));
            try {
                await this.takeDownConnections(record, reason);
            } finally {
                this.inBackground(id, () => this.bringDown(id, reason));
            }
        }
        return needed;
    }

    /** Stops a workspace and removes its files and its record. Resolves when nothing of it is left. */
    async remove(id: WorkspaceId, reason = 'The workspace was deleted.'): Promise<void> {
        const record = await this.options.records.update(id, before =>
            withoutReason({ ...before, status: 'deleting' })
        );
        this.starts.get(id)?.abort(new LongtableError('conflict', reason));
        try {
            await this.options.removing?.(id);
            await this.takeDownConnections(record, reason);
        } finally {
            await this.work.run(id, () => this.destroy(record));
        }
    }

    /** Does something with a workspace while it neither starts nor stops nor goes. */
    exclusively<T>(id: WorkspaceId, act: () => Promise<T>): Promise<T> {
        return this.work.run(id, act);
    }

    /**
     * After a start of the hub: takes up what runs, and puts right the records of what does not: nothing stays in a
     * passing state for ever.
     */
    async recover(): Promise<void> {
        const recovered = await this.options.runtime.recover();
        const running = new Set(recovered.running);
        const outdated = new Set(recovered.outdated);
        for (const record of await this.options.store.workspaces.listAll()) {
            const { id } = record;
            if (record.status === 'deleting') {
                this.inBackground(id, () => this.destroy(record));
            } else if (running.has(id) && (record.status === 'running' || isOnItsWay(record))) {
                running.delete(id);
                this.follow(id);
            } else if (record.status === 'running' || isOnItsWay(record) || record.status === 'stopping') {
                const unfinished = !record.provisioned && record.status !== 'stopping';
                await this.options.records.update(id, before => ({
                    ...before,
                    status: unfinished ? 'failed' : 'stopped',
                    statusReason: unfinished
                        ? 'The server was restarted while the workspace was being made. Start it to try again.'
                        : outdated.has(id)
                          ? 'Longtable was upgraded while the workspace ran. Its files are kept; start it again.'
                          : 'The server was restarted. Its files are kept.'
                }));
                if (!record.provisioned) {
                    running.delete(id);
                    this.inBackground(id, () => this.options.runtime.destroy(id));
                }
            }
        }
        for (const id of running) {
            // Runs although its record says otherwise, or there is none: a stop that was cut short.
            this.inBackground(id, () => this.options.runtime.stop(id));
        }
    }

    /** Lets go of the workspaces and leaves them running. */
    async dispose(): Promise<void> {
        this.disposing.abort(
            new LongtableError(
                'unavailable',
                'Longtable was stopped while the workspace was being made. Start it to try again.'
            )
        );
        this.exits.dispose();
        for (const subscription of this.subscriptions.values()) {
            subscription.dispose();
        }
        await this.work.idle();
    }

    private async bringUp(id: WorkspaceId): Promise<void> {
        const { records, logger } = this.options;
        const unwanted = new AbortController();
        this.starts.set(id, unwanted);
        try {
            const record = await records.get(id);
            if (isOnItsWay(record)) {
                await this.begin(record, unwanted.signal);
            }
        } catch (error) {
            if (unwanted.signal.aborted) {
                // Whoever asked it to end ends next what there is of it.
                logger.info({ err: error, workspace: id }, 'the start of a workspace was given up');
                return;
            }
            logger.error({ err: error, workspace: id }, 'workspace did not start');
            const reason =
                error instanceof LongtableError ? error.message : `The sandbox did not start: ${messageOf(error)}.`;
            // Of one that was never complete nothing is kept, and what that means is in the runtime's words.
            await this.fail(id, ({ provisioned }) =>
                provisioned
                    ? `${reason}${reason.endsWith('.') ? ' ' : '\n'}Its files are kept; start it again.`
                    : reason
            );
        } finally {
            this.starts.delete(id);
        }
    }

    private async begin(record: WorkspaceRecord, signal: AbortSignal): Promise<void> {
        const { id, provisioned } = record;
        const { records, runtime, fill } = this.options;
        await records.setProgress(id, { step: 'sandbox', message: 'Preparing the sandbox' });
        const spec = await this.specOf(record);
        if (!provisioned) {
            await runtime.destroy(id);
            await runtime.create(spec);
            signal.throwIfAborted();
            // What has only begun to be filled is of no use to the next hub; a sandbox that has begun is taken over by it.
            await fill?.(record, AbortSignal.any([signal, this.disposing.signal]));
        }
        signal.throwIfAborted();
        await runtime.start(spec, signal);
        signal.throwIfAborted();
        this.follow(id);
    }

    private async bringDown(id: WorkspaceId, reason: string): Promise<void> {
        const record = await this.options.records.get(id);
        if (record.status !== 'stopping') {
            return;
        }
        try {
            await this.options.runtime.stop(id);
            if (!record.provisioned) {
                await this.options.runtime.destroy(id);
            }
        } catch (error) {
            await this.options.records.update(id, before =>
                before.status === 'stopping'
                    ? {
                          ...before,
                          status: 'failed',
                          statusReason: `The workspace could not be stopped, and something of it may still run: ${sentence(error)} Start it again, or delete it.`
                      }
                    : undefined
            );
            throw error;
        }
        await this.options.records.update(id, before =>
            before.status === 'stopping'
                ? {
                      ...before,
                      status: 'stopped',
                      statusReason: before.provisioned
                          ? reason
                          : `${reason} It was not complete yet; starting begins anew.`
                  }
                : undefined
        );
    }

    private async destroy(record: WorkspaceRecord): Promise<void> {
        try {
            await this.options.runtime.destroy(record.id);
        } catch (error) {
            const statusReason = `The workspace could not be deleted completely, and some of its files may be gone: ${sentence(error)} Delete it again to try once more.`;
            await this.options.records.update(record.id, before => ({ ...before, status: 'failed', statusReason }));
            throw new LongtableError('unavailable', statusReason, { cause: error });
        }
        await this.options.records.remove(record);
    }

    private async fail(id: WorkspaceId, reasonFor: (record: WorkspaceRecord) => string): Promise<void> {
        const record = await this.options.records.get(id);
        const reason = reasonFor(record);
        try {
            try {
                await this.takeDownConnections(record, reason);
            } finally {
                await this.options.runtime.stop(id);
            }
            if (!record.provisioned) {
                await this.options.runtime.destroy(id);
            }
        } finally {
            // Whatever of it could not be ended: it does not stay in a passing state for ever.
            await this.options.records.update(id, before =>
                before.status === 'running' || isOnItsWay(before)
                    ? { ...before, status: 'failed', statusReason: reason }
                    : undefined
            );
        }
    }

    private async sandboxEnded(id: WorkspaceId, reason: string): Promise<void> {
        const record = await this.options.records.get(id);
        if (record.status === 'running' || isOnItsWay(record)) {
            await this.fail(id, ({ provisioned }) =>
                provisioned
                    ? `The workspace ended unexpectedly: ${reason} Its files are kept; start it to go on.`
                    : `The workspace ended before it was complete: ${reason} Nothing of it was kept; start it to make it anew.`
            );
        }
    }

    /** `failures` counts the connections in a row that told nothing. */
    private follow(id: WorkspaceId, failures = 0): void {
        this.subscriptions.get(id)?.dispose();
        const { runtime, assertions, logger } = this.options;
        const subscription = followAgent(
            runtime,
            assertions,
            id,
            status => {
                failures = 0;
                return this.agentTold(id, status).catch((error: unknown) => {
                    logger.error({ err: error, workspace: id }, 'status of an agent was not taken over');
                });
            },
            error => {
                // One line for an agent that is gone, not one for each time it is looked for.
                logger[failures === 0 ? 'warn' : 'debug'](
                    { err: error, workspace: id },
                    'connection to an agent ended'
                );
                this.followAgain(id, subscription, failures).catch((again: unknown) => {
                    logger.error({ err: again, workspace: id }, 'an agent is not followed any more');
                });
            }
        );
        this.subscriptions.set(id, subscription);
    }

    private async followAgain(id: WorkspaceId, ended: AgentSubscription, failures: number): Promise<void> {
        await delay(RECONNECT_PAUSES[Math.min(failures, RECONNECT_PAUSES.length - 1)], undefined, { ref: false });
        if (
            !this.disposing.signal.aborted &&
            this.subscriptions.get(id) === ended &&
            (await this.options.runtime.isRunning(id))
        ) {
            this.follow(id, failures + 1);
        }
    }

    private async agentTold(id: WorkspaceId, status: AgentStatus): Promise<void> {
        const { records, logger } = this.options;
        switch (status.phase) {
            case 'cloning':
                await records.setProgress(id, status.progress);
                return;
            case 'starting':
                await records.update(id, before => {
                    const { lastExit } = status.ide;
                    if (before.status === 'running') {
                        return {
                            ...before,
                            statusReason: `The IDE ended${lastExit === undefined ? '' : ` (${lastExit})`} and is being started again. Files are kept.`
                        };
                    }
                    // While it is being stopped its unfinished files may be gone already.
                    return isOnItsWay(before) && !before.provisioned ? { ...before, provisioned: true } : undefined;
                });
                await records.setProgress(id, status.progress);
                return;
            case 'running':
                logger.info({ workspace: id, timings: status.timings }, 'workspace is running');
                await records.update(id, before =>
                    before.status === 'running' || isOnItsWay(before)
                        ? withoutReason({
                              ...before,
                              status: 'running',
                              provisioned: true,
                              ...(before.status === 'running' ? {} : { lastStartedAt: new Date().toISOString() })
                          })
                        : undefined
                );
                return;
            case 'failed':
                this.inBackground(id, () => this.fail(id, () => status.reason));
                return;
        }
    }

    private async takeDownConnections(record: WorkspaceRecord, reason: string): Promise<void> {
        const { id } = record;
        this.subscriptions.get(id)?.dispose();
        this.subscriptions.delete(id);
        try {
            // Before the connections, so that guests are told over theirs why they end.
            await this.options.stopping?.(record, reason);
        } finally {
            this.options.closeConnections(id);
        }
    }

    private async specOf(record: WorkspaceRecord): Promise<WorkspaceSpec> {
        const owner = await this.options.store.users.get(record.ownerId);
        const name = owner?.name ?? 'Longtable';
        return {
            id: record.id,
            folder: record.folder,
            ...(record.repository === undefined
                ? {}
                : {
                      repository:
                          record.ref === undefined
                              ? { url: record.repository }
                              : { url: record.repository, ref: record.ref }
                  }),
            ...(record.snapshot === undefined ? {} : { fromSnapshot: true }),
            git: { name, email: commitAddressOf({ userId: record.ownerId, email: owner?.email }) }
        };
    }

    private inBackground(id: WorkspaceId, step: () => Promise<void>): void {
        this.work.run(id, step).catch((error: unknown) => {
            if (!(error instanceof LongtableError && error.code === 'not-found')) {
                this.options.logger.error({ err: error, workspace: id }, 'a step of a workspace failed');
            }
        });
    }
}

function isOnItsWay(record: WorkspaceRecord): boolean {
    return record.status === 'creating' || record.status === 'starting';
}

function sentence(error: unknown): string {
    return error instanceof LongtableError ? error.message : `${messageOf(error)}.`;
}

function withoutReason(record: WorkspaceRecord): WorkspaceRecord {
    const { statusReason: _over, ...rest } = record;
    return rest;
}
