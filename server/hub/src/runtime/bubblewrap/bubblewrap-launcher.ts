import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { Limiter } from '../limits/limits.js';
import type { RuntimeOptions } from '../runtime-options.js';
import type { RunResult, RuntimeReport, WorkspaceSpec } from '../runtime.js';
import { writeAgentConfiguration } from '../supervision/agent-configuration.js';
import { launchRecordOf, readLaunchRecord } from '../supervision/launch-record.js';
import type { Launcher, Sandbox } from '../supervision/launcher.js';
import { isAlive } from '../supervision/process-identity.js';
import type { Volume } from '../volumes/volume.js';
import { attach, attachNetwork } from './attachment.js';
import { BubblewrapSandbox, type SandboxTraces } from './bubblewrap-sandbox.js';
import { bwrapFeatures } from './bwrap-features.js';
import { generatedFiles, hostNameOf, writeGeneratedFiles } from './generated-files.js';
import { OneOffRuns } from './one-off-runs.js';
import { PLACES } from './places.js';
import { directSources, type SandboxParts } from './sandbox-arguments.js';
import { sandboxEnvironment } from './sandbox-environment.js';
import { selfTest } from './self-test.js';
import { spawnSandbox } from './spawn-sandbox.js';

/** Starts workspaces in sandboxes of bubblewrap. */
export class BubblewrapLauncher implements Launcher {
    readonly name = 'bubblewrap';
    private readonly runs: OneOffRuns;

    constructor(
        private readonly options: RuntimeOptions,
        private readonly parts: SandboxParts,
        private readonly socketRoot: string,
        private readonly limiter: Limiter,
        /** User of the self-test, which no workspace has. */
        private readonly scratchUser: number
    ) {
        this.runs = new OneOffRuns(options, parts, socketRoot, limiter);
    }

    selfTest(): Promise<RuntimeReport> {
        return selfTest(this.options, this.parts, this.socketRoot, this.limiter, this.scratchUser);
    }

    async launch(spec: WorkspaceSpec, volume: Volume): Promise<Sandbox> {
        const { egress, limits } = this.options;
        const generated = generatedFiles(spec, egress.mode);
        await writeGeneratedFiles(volume.etc, generated);
        await this.writeConfiguration(spec, volume);
        const traces = tracesOf(volume);
        const group = await this.limiter.create(volume.id);
        const attachment = await attach(volume, this.options);
        const log = await open(
            volume.log,
            constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | constants.O_APPEND,
            0o600
        );
        try {
            const child = await spawnSandbox({
                volume,
                sources: directSources(volume, this.parts),
                shape: {
                    hostName: hostNameOf(spec),
                    environment: sandboxEnvironment(egress.mode),
                    generated: Object.keys(generated),
                    kind: 'workspace',
                    memoryBytes: limits.memoryBytes,
                    features: await bwrapFeatures()
                },
                socketRoot: this.socketRoot,
                group,
                resourceLimits: this.limiter.resourceLimits,
                command: [PLACES.node, `${PLACES.agent}/agent.mjs`],
                ...traces,
                output: log.fd,
                waits: egress.mode === 'open',
                dies: false
            });
            // The sandbox does not keep the hub from ending, nor end with it.
            child.unref();
            const sandbox = new BubblewrapSandbox(traces, group, limits.memoryBytes, attachment, child);
            if (egress.mode === 'open') {
                await attachNetwork(volume, group, traces.status).catch(async (error: unknown) => {
                    await sandbox.kill();
                    throw error;
                });
                (child.stdio as readonly unknown[] as readonly Writable[])[6]?.end('\n');
            }
            return sandbox;
        } catch (error) {
            await attachment.release();
            await group.remove();
            throw error;
        } finally {
            await log.close();
        }
    }

    async adopt(volume: Volume): Promise<Sandbox | undefined> {
        const traces = tracesOf(volume);
        const group = this.limiter.existing(volume.id);
        const outer = readLaunchRecord(traces.record);
        if (outer !== undefined && isAlive(outer)) {
            const attachment = await attach(volume, this.options);
            const sandbox = new BubblewrapSandbox(traces, group, this.options.limits.memoryBytes, attachment);
            sandbox.thaw();
            return sandbox;
        }
        await new BubblewrapSandbox(traces, group, this.options.limits.memoryBytes, undefined).kill();
        return undefined;
    }

    run(spec: WorkspaceSpec, volume: Promise<Volume>, command: readonly string[]): RunResult {
        return this.runs.run(spec, volume, command);
    }

    async sweep(volumes: readonly Volume[]): Promise<void> {
        const known = new Set<string>(volumes.map(volume => volume.id));
        for (const name of this.limiter.names().filter(group => !known.has(group))) {
            const nowhere = join(this.socketRoot, 'none');
            await new BubblewrapSandbox(
                { record: nowhere, status: nowhere },
                this.limiter.existing(name),
                this.options.limits.memoryBytes,
                undefined
            ).kill();
        }
    }

    async dispose(): Promise<void> {
        await this.runs.dispose();
        await this.limiter.dispose();
    }

    private writeConfiguration(spec: WorkspaceSpec, volume: Volume): Promise<void> {
        const places = {
            root: PLACES.workspace,
            home: PLACES.home,
            sockets: {
                agent: `${PLACES.run}/agent.sock`,
                ide: `${PLACES.run}/ide.sock`,
                ...(this.options.egress.mode === 'proxy' && { egress: `${PLACES.hub}/egress.sock` })
            },
            ide: { node: PLACES.node, directory: PLACES.ide, plugins: PLACES.plugins }
        };
        return writeAgentConfiguration(spec, volume, places, this.options);
    }
}

function tracesOf(volume: Volume): SandboxTraces {
    return { record: launchRecordOf(volume), status: join(volume.state, 'status') };
}
