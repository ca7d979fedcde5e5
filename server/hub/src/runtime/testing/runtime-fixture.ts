import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkspaceId } from '@longtable/common';
import { exportJWK, generateKeyPair } from 'jose';
import { pino } from 'pino';
import { createRuntime } from '../create-runtime.js';
import type { RuntimeOptions } from '../runtime-options.js';
import type { Runtime, WorkspaceSpec } from '../runtime.js';
import { installationName, socketRootOf } from '../volumes/installation.js';
import { removeTree } from '../volumes/remove-tree.js';

const STAND_IN = join(import.meta.dirname, 'stand-in-agent.mjs');

/** A data directory of its own with the parts that a runtime needs; everything is gone after `dispose`. */
export class RuntimeFixture {
    private readonly runtimes: Runtime[] = [];

    private constructor(
        readonly directory: string,
        readonly options: RuntimeOptions
    ) {}

    static async create(changes: Partial<RuntimeOptions> = {}): Promise<RuntimeFixture> {
        const directory = await mkdtemp(join(tmpdir(), 'runtime-'));
        // Others may walk through; what is closed to the workspaces must be so by itself.
        await chmod(directory, 0o711);
        const parts = {
            node: process.execPath,
            agent: join(directory, 'agent'),
            ide: join(directory, 'ide'),
            plugins: join(directory, 'plugins')
        };
        for (const part of [parts.agent, parts.ide, parts.plugins]) {
            await mkdir(part);
        }
        await copyFile(STAND_IN, join(parts.agent, 'agent.mjs'));
        await mkdir(join(directory, 'data'), { mode: 0o700 });
        await writeFile(join(directory, 'data', 'store.json'), '{"secret":"of the hub"}', { mode: 0o600 });
        const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
        return new RuntimeFixture(directory, {
            logger: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
            dataDirectory: join(directory, 'data'),
            parts,
            hubUrl: 'http://localhost:3000',
            publicKey: await exportJWK(publicKey),
            privateKey,
            egress: { mode: 'none', allow: [] },
            limits: { memoryBytes: 1024 ** 3, cpus: 2, processes: 256 },
            ...changes
        });
    }

    runtime(name: Runtime['name'], changes: Partial<RuntimeOptions> = {}): Runtime {
        const runtime = createRuntime(name, { ...this.options, ...changes });
        this.runtimes.push(runtime);
        return runtime;
    }

    spec(changes: Partial<WorkspaceSpec> = {}): WorkspaceSpec {
        return {
            id: WorkspaceId.parse(`w${randomBytes(6).toString('hex')}`),
            folder: 'project',
            git: { name: 'Ada "L" Lovelace', email: 'ada@example.org' },
            ...changes
        };
    }

    /** Paths of everything that a workspace has on this machine. */
    async traces(id: WorkspaceId): Promise<readonly string[]> {
        const roots = [join(this.options.dataDirectory, 'volumes'), this.socketRoot];
        const found = await Promise.all(
            roots.map(async root =>
                (await readdir(root).catch(() => [])).filter(name => name.includes(id)).map(name => join(root, name))
            )
        );
        return found.flat();
    }

    get socketRoot(): string {
        return socketRootOf(installationName(this.options.dataDirectory));
    }

    async dispose(): Promise<void> {
        const ids = await readdir(join(this.options.dataDirectory, 'volumes')).catch(() => []);
        // Another process may have used the same directories.
        this.runtime('bubblewrap');
        for (const runtime of this.runtimes) {
            for (const id of ids) {
                await runtime.destroy(id as WorkspaceId);
            }
            await runtime.dispose();
        }
        await rm(this.socketRoot, { recursive: true, force: true });
        await removeTree(this.directory);
    }
}
