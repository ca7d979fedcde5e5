import { LongtableError, messageOf, type WorkspaceId } from '@longtable/common';
import { join } from 'node:path';
import type { RuntimeOptions } from '../runtime-options.js';
import type {
    Hold,
    Recovered,
    RunResult,
    Runtime,
    RuntimeReport,
    SandboxExit,
    Service,
    ServiceAddress,
    WorkspaceFiles,
    WorkspaceSpec,
    WorkspaceStats
} from '../runtime.js';
import type { VolumeStore } from '../volumes/volume-store.js';
import type { Volume } from '../volumes/volume.js';
import { askAgentToStop, untilAgentListens } from './agent-control.js';
import { DiskUsage } from './disk-usage.js';
import type { Launcher, Sandbox } from './launcher.js';
import { boundLog } from './log-tail.js';
import { partsFingerprint, readPartsOf, writePartsOf } from './parts-fingerprint.js';

const WATCH_MILLISECONDS = 1000;
/** The agent gives the processes five seconds, and then needs a moment itself. */
const DEFAULT_GRACE_MILLISECONDS = 10_000;

interface Running {
    readonly volume: Volume;
    readonly sandbox: Sandbox;
}

/** The runtimes that start processes on this machine: volumes, readiness and exits are the same for all launchers. */
export class SupervisedRuntime implements Runtime {
    private readonly running = new Map<WorkspaceId, Running>();
    private readonly listeners = new Set<(exit: SandboxExit) => void>();
    private readonly diskUsage = new DiskUsage();
    private readonly watch = setInterval(() => {
        this.checkAll();
    }, WATCH_MILLISECONDS).unref();

    constructor(
        private readonly launcher: Launcher,
        private readonly volumes: VolumeStore,
        private readonly options: RuntimeOptions
    ) {}

    get name(): Runtime['name'] {
        return this.launcher.name;
    }

    selfTest(): Promise<RuntimeReport> {
        return this.launcher.selfTest();
    }

    async create(spec: WorkspaceSpec): Promise<void> {
        await this.volumes.create(spec.id);
    }

    async start(spec: WorkspaceSpec, signal?: AbortSignal): Promise<void> {
        const volume = await this.volumeOf(spec.id);
        if (await this.isRunning(spec.id)) {
            return;
        }
        this.running.delete(spec.id);
        const parts = await partsFingerprint(this.options.parts);
        const earlier = await this.launcher.adopt(volume);
        if (earlier !== undefined) {
            this.running.set(spec.id, { volume, sandbox: earlier });
            if ((await readPartsOf(volume)) === parts) {
                return;
            }
            await this.stop(spec.id);
        }
        await this.volumes.prepare(volume);
        await writePartsOf(volume, parts);
        const sandbox = await this.launcher.launch(spec, volume);
        this.running.set(spec.id, { volume, sandbox });
        try {
            await untilAgentListens(this.address(spec.id, 'agent'), sandbox, volume.log, signal);
        } catch (error) {
            this.running.delete(spec.id);
            await sandbox.kill();
            await sandbox.release();
            throw error;
        }
        void sandbox.ended?.then(() => this.check(spec.id));
    }

    async stop(id: WorkspaceId, graceMilliseconds = DEFAULT_GRACE_MILLISECONDS): Promise<void> {
        const volume = await this.volumes.find(id);
        if (volume === undefined) {
            return;
        }
        const found = this.running.get(id);
        if (found?.sandbox.isAlive() === true) {
            const address = this.address(id, 'agent');
            // Not watched any more: this end is not an exit that nobody asked for.
            this.running.delete(id);
            await askAgentToStop(id, address, this.options.privateKey, graceMilliseconds);
            await found.sandbox.kill();
            await found.sandbox.release();
        } else {
            await this.end(id, volume);
        }
    }

    async destroy(id: WorkspaceId): Promise<void> {
        const volume = await this.volumes.find(id);
        if (volume !== undefined) {
            await this.stop(id, 0);
            await this.volumes.destroy(volume);
            this.diskUsage.forget(volume);
        }
    }

    isRunning(id: WorkspaceId): Promise<boolean> {
        return Promise.resolve(this.running.get(id)?.sandbox.isAlive() === true);
    }

    async recover(): Promise<Recovered> {
        const parts = await partsFingerprint(this.options.parts);
        const outdated: WorkspaceId[] = [];
        await this.volumes.sweep();
        const volumes = await this.volumes.list();
        await this.launcher.sweep(volumes);
        await Promise.all(
            volumes
                .filter(volume => !this.running.has(volume.id))
                .map(async volume => {
                    const sandbox = await this.launcher.adopt(volume);
                    if (sandbox !== undefined) {
                        this.running.set(volume.id, { volume, sandbox });
                        if ((await readPartsOf(volume)) !== parts) {
                            outdated.push(volume.id);
                            await this.endOutdated(volume.id);
                        }
                    }
                })
        );
        return { running: [...this.running.keys()], outdated };
    }

    address(id: WorkspaceId, service: Service): ServiceAddress {
        const found = this.running.get(id);
        if (found === undefined) {
            throw new LongtableError('not-running', 'The workspace is not running. Start it first.');
        }
        return { kind: 'unix', path: join(found.volume.run, `${service}.sock`), owner: found.volume.uid };
    }

    async hold(id: WorkspaceId): Promise<Hold> {
        const sandbox = this.running.get(id)?.sandbox;
        if (sandbox?.isAlive() !== true) {
            return { release: () => Promise.resolve() };
        }
        await sandbox.freeze();
        return {
            release: () => {
                sandbox.thaw();
                return Promise.resolve();
            }
        };
    }

    async files(id: WorkspaceId): Promise<WorkspaceFiles> {
        const volume = await this.volumeOf(id);
        const { workspace: directory, home, state } = volume;
        return { directory, home, owner: this.volumes.ownerOf(volume), state };
    }

    async stats(id: WorkspaceId): Promise<WorkspaceStats> {
        const volume = await this.volumeOf(id);
        const sandbox = this.running.get(id)?.sandbox;
        const diskBytes = await this.diskUsage.of(volume);
        return {
            ...(sandbox?.isAlive() === true && sandbox.usage()),
            ...(diskBytes !== undefined && { diskBytes })
        };
    }

    run(spec: WorkspaceSpec, command: readonly string[]): RunResult {
        return this.launcher.run(spec, this.volumeOf(spec.id), command);
    }

    onExit(listener: (exit: SandboxExit) => void): { dispose(): void } {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
    }

    async dispose(): Promise<void> {
        clearInterval(this.watch);
        this.listeners.clear();
        const released = [...this.running.values()].map(({ sandbox }) => sandbox.release());
        this.running.clear();
        await Promise.all(released);
        await this.launcher.dispose();
        await this.volumes.dispose();
    }

    private async volumeOf(id: WorkspaceId): Promise<Volume> {
        const volume = await this.volumes.find(id);
        if (volume === undefined) {
            throw new LongtableError('not-found', 'There is no such workspace.');
        }
        return volume;
    }

    /** One that cannot be ended keeps nobody else from being recovered; it is tried again when it is started or deleted. */
    private async endOutdated(id: WorkspaceId): Promise<void> {
        this.options.logger.info({ workspace: id }, 'ends a workspace, because Longtable was upgraded since its start');
        await this.stop(id).catch((error: unknown) => {
            this.options.logger.error({ workspace: id, err: error }, 'a workspace of before the upgrade does not end');
        });
    }

    /** Ends what is left of a sandbox that is not alive, or that this process has not heard of. */
    private async end(id: WorkspaceId, volume: Volume): Promise<void> {
        const sandbox = this.running.get(id)?.sandbox ?? (await this.launcher.adopt(volume));
        this.running.delete(id);
        await sandbox?.kill();
        await sandbox?.release();
    }

    private checkAll(): void {
        for (const [id, { volume }] of this.running) {
            void this.check(id);
            boundLog(volume.log).catch((error: unknown) => {
                this.options.logger.warn({ workspace: id, error }, 'The log of a workspace cannot be shortened');
            });
        }
    }

    private async check(id: WorkspaceId): Promise<void> {
        const found = this.running.get(id);
        if (found === undefined || found.sandbox.isAlive()) {
            return;
        }
        this.running.delete(id);
        const reason = found.sandbox.reason();
        this.options.logger.warn({ workspace: id, reason }, 'A workspace ended');
        try {
            await found.sandbox.kill();
            await found.sandbox.release();
        } catch (error) {
            this.options.logger.error({ workspace: id }, messageOf(error));
        }
        for (const listener of this.listeners) {
            listener({ id, reason });
        }
    }
}
