import { execFile } from 'node:child_process';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeTree } from '../../runtime/volumes/remove-tree.js';
import { DirectoryContent } from '../content/directory-content.js';
import { runJob, type JobOptions, type WorkerCommand } from '../worker/run-job.js';
import type { Manifest } from '../content/snapshot-content.js';
import type { Answers, TakeJob } from '../worker/jobs.js';
import { bundleWorker } from './worker-command.js';

const run = promisify(execFile);

/** Contents in a directory of their own, with real workers. */
export class ContentFixture {
    readonly content: DirectoryContent;
    readonly store: string;

    private constructor(
        readonly directory: string,
        readonly worker: WorkerCommand
    ) {
        this.store = join(directory, 'store');
        this.content = new DirectoryContent(this.store);
    }

    static async create(): Promise<ContentFixture> {
        const directory = await mkdtemp(join(tmpdir(), 'snapshots-'));
        return new ContentFixture(directory, await bundleWorker(directory));
    }

    path(name: string): string {
        return join(this.directory, name);
    }

    take(id: string, folder: string, changes: Partial<TakeJob> = {}, options: JobOptions = {}): Promise<Manifest> {
        const job: TakeJob = {
            type: 'take',
            id,
            content: this.store,
            folder,
            known: this.path('known'),
            exclude: [],
            largest: 2 ** 40,
            quota: 2 ** 40,
            reserve: 0,
            ...changes
        };
        return runJob(this.worker, job, options);
    }

    restore(id: string, target: string, owner?: number): Promise<Answers['restore']> {
        return runJob(this.worker, { type: 'restore', content: this.store, id, target, owner });
    }

    async storedBytes(): Promise<number> {
        const names = await readdir(this.store, { recursive: true, withFileTypes: true }).catch(() => []);
        const sizes = await Promise.all(
            names
                .filter(entry => entry.isFile())
                .map(async entry => (await stat(join(entry.parentPath, entry.name))).size)
        );
        return sizes.reduce((sum, size) => sum + size, 0);
    }

    /** Runs a shell command in the directory. */
    async shell(command: string): Promise<string> {
        const { stdout } = await run('bash', ['-ec', command], { cwd: this.directory, maxBuffer: 1e8 });
        return stdout;
    }

    async dispose(): Promise<void> {
        await removeTree(this.directory);
    }
}
