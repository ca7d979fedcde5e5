import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { LongtableError } from '@longtable/common';
import type { ProcessGroup, Usage } from '../limits/limits.js';
import { readLaunchRecord } from '../supervision/launch-record.js';
import { resumeProcesses, stopProcesses } from '../supervision/held-processes.js';
import type { Sandbox } from '../supervision/launcher.js';
import { isAlive, signal, type ProcessIdentity } from '../supervision/process-identity.js';
import { processTree, usageOf } from '../supervision/process-tree.js';
import { innerProcess, readSandboxStatus } from './sandbox-status.js';

const KILL_MILLISECONDS = 20_000;
/** For a bwrap that never came so far as to have a child. */
const ORPHAN_MILLISECONDS = 3000;

/** What a sandbox leaves on disk for a later hub. */
export interface SandboxTraces {
    readonly record: string;
    readonly status: string;
}

/** A sandbox of bwrap: an outer process of ours, an inner one that is the first in its process namespace. */
export class BubblewrapSandbox implements Sandbox {
    readonly ended?: Promise<void>;
    private inner: ProcessIdentity | undefined;

    constructor(
        private readonly traces: SandboxTraces,
        private readonly group: ProcessGroup,
        private readonly memoryBytes: number,
        /** Ends with the sandbox, or when this process lets go of it. */
        private readonly attachment: { release(): Promise<void>; kill(): void } | undefined,
        private readonly child?: ChildProcess
    ) {
        if (child !== undefined) {
            this.ended = new Promise(resolve => {
                child.once('exit', () => {
                    resolve();
                });
            });
        }
    }

    isAlive(): boolean {
        if (this.child !== undefined) {
            return this.child.exitCode === null && this.child.signalCode === null;
        }
        const outer = this.outer();
        return outer !== undefined && isAlive(outer);
    }

    /**
     * Killing the outer process alone can leave the inner one running, so this kills the control group or the inner
     * one, and looks until nothing is left.
     */
    async kill(): Promise<void> {
        const begin = Date.now();
        for (;;) {
            this.attachment?.kill();
            this.group.kill();
            const inner = this.findInner();
            if (inner !== undefined) {
                signal(inner, 'SIGKILL');
            } else if (!this.group.isComplete && Date.now() - begin > ORPHAN_MILLISECONDS) {
                const outer = this.outer();
                if (outer !== undefined) {
                    signal(outer, 'SIGKILL');
                }
            }
            if (!this.isAlive() && inner === undefined && this.group.processes().length === 0) {
                break;
            }
            if (Date.now() - begin > KILL_MILLISECONDS) {
                throw new LongtableError(
                    'internal',
                    'Processes of the workspace do not end although they were killed. Its files are kept; ' +
                        'look for processes that wait for a disk, or restart the machine.'
                );
            }
            await sleep(4);
        }
        await this.group.remove();
        await Promise.all([
            rm(this.traces.record, { force: true }),
            rm(this.traces.status, { force: true }),
            rm(this.held, { force: true })
        ]);
    }

    async freeze(): Promise<void> {
        if (!(await this.group.freeze())) {
            await stopProcesses(() => {
                const inner = this.findInner();
                const tree = inner === undefined ? [] : processTree(inner.pid);
                return [...new Set([...tree, ...this.group.processes()])];
            }, this.held);
        }
    }

    thaw(): void {
        this.group.thaw();
        resumeProcesses(this.held);
    }

    reason(): string {
        const { exitCode } = readSandboxStatus(this.traces.status);
        if (this.group.memoryKills() > 0 && (exitCode === undefined || exitCode === 137)) {
            const gibibytes = (this.memoryBytes / 1024 ** 3).toFixed(1);
            return `It ran out of memory: it may use ${gibibytes} GiB.`;
        }
        return exitCode === undefined || exitCode === 137
            ? 'Its processes were killed.'
            : `Its first process ended with code ${exitCode.toString()}.`;
    }

    usage(): Usage {
        const outer = this.outer();
        return { ...(outer && usageOf(processTree(outer.pid))), ...this.group.usage() };
    }

    async release(): Promise<void> {
        this.child?.removeAllListeners();
        this.child?.on('error', () => undefined);
        await this.attachment?.release();
    }

    private get held(): string {
        return `${this.traces.record}.held`;
    }

    private outer(): ProcessIdentity | undefined {
        return readLaunchRecord(this.traces.record);
    }

    private findInner(): ProcessIdentity | undefined {
        if (this.inner === undefined) {
            const outer = this.outer();
            this.inner = outer && innerProcess(readSandboxStatus(this.traces.status), outer);
        }
        return this.inner !== undefined && isAlive(this.inner) ? this.inner : undefined;
    }
}
