import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { LongtableError } from '@longtable/common';
import type { Usage } from '../limits/limits.js';
import { readLaunchRecord } from '../supervision/launch-record.js';
import { resumeProcesses, stopProcesses } from '../supervision/held-processes.js';
import type { Sandbox } from '../supervision/launcher.js';
import { identify, isAlive, signal, type ProcessIdentity } from '../supervision/process-identity.js';
import { allProcesses, processTree, usageOf } from '../supervision/process-tree.js';
import type { Volume } from '../volumes/volume.js';
import { withdrawPermits } from './launch-permit.js';
import { WORKSPACE_VARIABLE } from './workspace-variable.js';

const KILL_MILLISECONDS = 20_000;

/** The processes of a workspace without a sandbox: those that descend from its agent, and those that carry its name. */
export class PlainProcesses implements Sandbox {
    readonly ended?: Promise<void>;
    private code: number | undefined;

    constructor(
        private readonly volume: Volume,
        private readonly record: string,
        private readonly child?: ChildProcess
    ) {
        if (child !== undefined) {
            child.unref();
            this.ended = new Promise(resolve => {
                child.once('exit', code => {
                    this.code = code ?? undefined;
                    resolve();
                });
            });
        }
    }

    isAlive(): boolean {
        if (this.child !== undefined) {
            return this.child.exitCode === null && this.child.signalCode === null;
        }
        const first = this.first();
        return first !== undefined && isAlive(first);
    }

    /** Stops all of them before it kills any, so that none can start another meanwhile. */
    async kill(): Promise<void> {
        await withdrawPermits(this.record);
        const begin = Date.now();
        for (;;) {
            const found = this.all();
            found.forEach(one => signal(one, 'SIGSTOP'));
            found.forEach(one => signal(one, 'SIGKILL'));
            if (found.length === 0 && !this.isAlive()) {
                break;
            }
            if (Date.now() - begin > KILL_MILLISECONDS) {
                throw new LongtableError(
                    'internal',
                    'Processes of the workspace do not end although they were killed. Its files are kept.'
                );
            }
            await sleep(10);
        }
        await Promise.all([rm(this.record, { force: true }), rm(this.held, { force: true })]);
    }

    freeze(): Promise<void> {
        return stopProcesses(() => this.all().map(({ pid }) => pid), this.held);
    }

    thaw(): void {
        resumeProcesses(this.held);
    }

    reason(): string {
        return this.code === undefined
            ? 'Its processes were killed.'
            : `Its first process ended with code ${this.code.toString()}.`;
    }

    usage(): Usage {
        return usageOf(this.all().map(({ pid }) => pid));
    }

    release(): Promise<void> {
        this.child?.removeAllListeners();
        this.child?.on('error', () => undefined);
        return Promise.resolve();
    }

    private get held(): string {
        return `${this.record}.held`;
    }

    private all(): readonly ProcessIdentity[] {
        const first = this.first();
        const tree = first !== undefined && isAlive(first) ? processTree(first.pid) : [];
        const marked = allProcesses().filter(pid => this.isMarked(pid));
        return [...new Set([...tree, ...marked.flatMap(pid => processTree(pid))])]
            .map(pid => identify(pid))
            .filter(identity => identity !== undefined);
    }

    private isMarked(pid: number): boolean {
        try {
            const environment = readFileSync(`/proc/${pid.toString()}/environ`, 'utf8');
            return environment.split('\0').includes(`${WORKSPACE_VARIABLE}=${this.volume.id}`);
        } catch {
            return false;
        }
    }

    private first(): ProcessIdentity | undefined {
        return readLaunchRecord(this.record);
    }
}
