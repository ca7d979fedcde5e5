import { Readable } from 'node:stream';
import type { WorkspaceId } from '@longtable/common';
import type {
    Hold,
    Recovered,
    RunResult,
    Runtime,
    RuntimeReport,
    Service,
    ServiceAddress,
    WorkspaceFiles,
    WorkspaceSpec,
    WorkspaceStats
} from '../runtime/runtime.js';

/**
 * A runtime whose workspaces are sockets that a test listens on: for answers that no real workspace gives, such as
 * garbage. Everything else of it does nothing.
 */
export class FixedRuntime implements Runtime {
    readonly name = 'process';

    constructor(private readonly path: (id: WorkspaceId, service: Service) => string) {}

    address(id: WorkspaceId, service: Service): ServiceAddress {
        return { kind: 'unix', path: this.path(id, service), owner: process.getuid?.() ?? 0 };
    }

    selfTest(): Promise<RuntimeReport> {
        return Promise.resolve({ runtime: this.name, limits: 'none', users: 'one uid for all', egress: 'none' });
    }

    create(): Promise<void> {
        return Promise.resolve();
    }

    start(_spec: WorkspaceSpec, _signal?: AbortSignal): Promise<void> {
        return Promise.resolve();
    }

    stop(_id: WorkspaceId): Promise<void> {
        return Promise.resolve();
    }

    destroy(_id: WorkspaceId): Promise<void> {
        return Promise.resolve();
    }

    isRunning(_id: WorkspaceId): Promise<boolean> {
        return Promise.resolve(true);
    }

    recover(): Promise<Recovered> {
        return Promise.resolve({ running: [], outdated: [] });
    }

    hold(): Promise<Hold> {
        return Promise.resolve({ release: () => Promise.resolve() });
    }

    files(): Promise<WorkspaceFiles> {
        return Promise.reject(new Error('These workspaces have no files.'));
    }

    stats(): Promise<WorkspaceStats> {
        return Promise.resolve({});
    }

    run(): RunResult {
        return { stdout: Readable.from(['archive']), done: Promise.resolve(), kill: () => undefined };
    }

    onExit(): { dispose(): void } {
        return { dispose: () => undefined };
    }

    dispose(): Promise<void> {
        return Promise.resolve();
    }
}
