import type { WorkspaceId } from '@longtable/common';
import type { Recovered, SandboxExit, WorkspaceSpec } from '../runtime/runtime.js';
import { FixedRuntime } from './fixed-runtime.js';

/** Keeps a log of what it is asked for, fails when told to, and ends sandboxes when told to. */
export class RecordingRuntime extends FixedRuntime {
    readonly calls: string[] = [];
    readonly failures = new Map<string, Error>();
    readonly up = new Set<WorkspaceId>();
    readonly found: WorkspaceId[] = [];
    readonly outdated: WorkspaceId[] = [];
    /** Whether a start goes on until it is not wanted any more. */
    hangs = false;
    private readonly listeners = new Set<(exit: SandboxExit) => void>();

    end(id: WorkspaceId, reason: string): void {
        this.up.delete(id);
        for (const listener of this.listeners) {
            listener({ id, reason });
        }
    }

    override create(): Promise<void> {
        return this.called('create');
    }

    override async start({ id }: WorkspaceSpec, signal?: AbortSignal): Promise<void> {
        await this.called('start');
        if (this.hangs) {
            await new Promise((_resolve, reject) =>
                signal?.addEventListener('abort', () => {
                    reject(signal.reason as Error);
                })
            );
        }
        this.up.add(id);
    }

    override async stop(id: WorkspaceId): Promise<void> {
        await this.called('stop');
        this.up.delete(id);
    }

    override async destroy(id: WorkspaceId): Promise<void> {
        await this.called('destroy');
        this.up.delete(id);
    }

    override isRunning(id: WorkspaceId): Promise<boolean> {
        return Promise.resolve(this.up.has(id));
    }

    override recover(): Promise<Recovered> {
        return Promise.resolve({ running: this.found, outdated: this.outdated });
    }

    override onExit(listener?: (exit: SandboxExit) => void): { dispose(): void } {
        if (listener !== undefined) {
            this.listeners.add(listener);
        }
        return { dispose: () => this.listeners.clear() };
    }

    private async called(name: string): Promise<void> {
        this.calls.push(name);
        await new Promise(resolve => setImmediate(resolve));
        const failure = this.failures.get(name);
        if (failure !== undefined) {
            throw failure;
        }
    }
}
