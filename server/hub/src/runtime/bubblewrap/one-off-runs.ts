import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { LongtableError } from '@longtable/common';
import type { Limiter } from '../limits/limits.js';
import { piped } from '../piped.js';
import type { RuntimeOptions } from '../runtime-options.js';
import type { RunResult, WorkspaceSpec } from '../runtime.js';
import type { Volume } from '../volumes/volume.js';
import { BubblewrapSandbox } from './bubblewrap-sandbox.js';
import { bwrapFeatures } from './bwrap-features.js';
import { hostNameOf } from './generated-files.js';
import { directSources, type SandboxParts } from './sandbox-arguments.js';
import { sandboxEnvironment } from './sandbox-environment.js';
import { spawnSandbox } from './spawn-sandbox.js';

const LONGEST_COMPLAINT = 2000;

/** Commands of the hub's own on the files of a workspace, each in a sandbox that ends with it. */
export class OneOffRuns {
    private readonly running = new Set<Promise<void>>();
    private readonly kills = new Set<() => void>();

    constructor(
        private readonly options: RuntimeOptions,
        private readonly parts: SandboxParts,
        private readonly socketRoot: string,
        private readonly limiter: Limiter
    ) {}

    run(spec: WorkspaceSpec, volume: Promise<Volume>, command: readonly string[]): RunResult {
        const stdout = new PassThrough();
        const abort = new AbortController();
        const kill = (): void => {
            abort.abort();
        };
        const done = this.execute(spec, volume, command, stdout, abort.signal).finally(() => {
            this.running.delete(done);
            this.kills.delete(kill);
        });
        // Whoever reads the output sees its end; `done` is looked at when they choose.
        done.catch((error: unknown) => {
            stdout.destroy(error as Error);
        });
        stdout.on('error', () => undefined);
        stdout.once('close', kill);
        this.running.add(done);
        this.kills.add(kill);
        return { stdout, done, kill };
    }

    async dispose(): Promise<void> {
        this.kills.forEach(kill => {
            kill();
        });
        await Promise.allSettled(this.running);
    }

    private async execute(
        spec: WorkspaceSpec,
        volumeFound: Promise<Volume>,
        command: readonly string[],
        stdout: PassThrough,
        signal: AbortSignal
    ): Promise<void> {
        const volume = await volumeFound;
        const name = `run-${randomBytes(6).toString('hex')}`;
        const traces = { record: join(volume.state, name), status: join(volume.state, `${name}-status`) };
        const group = await this.limiter.create(name);
        const child = await spawnSandbox({
            volume,
            sources: directSources(volume, this.parts),
            shape: {
                hostName: hostNameOf(spec),
                environment: sandboxEnvironment('none'),
                generated: [],
                kind: 'files',
                memoryBytes: this.options.limits.memoryBytes,
                features: await bwrapFeatures()
            },
            socketRoot: this.socketRoot,
            group,
            resourceLimits: this.limiter.resourceLimits,
            command,
            ...traces,
            output: 'pipe',
            waits: false,
            dies: true
        });
        const exited = once(child, 'close') as Promise<[number | null]>;
        const sandbox = new BubblewrapSandbox(traces, group, this.options.limits.memoryBytes, undefined, child);
        const kill = (): void => {
            sandbox.kill().catch((error: unknown) => {
                this.options.logger.error({ workspace: volume.id, error }, 'A command of the hub cannot be ended');
            });
        };
        signal.addEventListener('abort', kill);
        if (signal.aborted) {
            kill();
        }
        let complaint = '';
        piped(child.stderr)
            .setEncoding('utf8')
            .on('data', (text: string) => {
                complaint = (complaint + text).slice(-LONGEST_COMPLAINT);
            });
        piped(child.stdout).pipe(stdout, { end: false });
        const [code] = await exited;
        signal.removeEventListener('abort', kill);
        await sandbox.kill();
        if (code !== 0) {
            const words = signal.aborted ? 'it was ended' : complaint.trim() || `it ended with ${String(code)}`;
            throw new LongtableError(
                'internal',
                `${command[0] ?? 'A command'} failed on the files of the workspace: ${words}. The files are unchanged.`
            );
        }
        stdout.end();
    }
}
