import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotId } from '@longtable/common';
import type { Logger } from 'pino';
import { removeTree } from '../runtime/volumes/remove-tree.js';
import type { SnapshotRecord } from '../store/store.js';
import { runJob, type WorkerCommand } from './worker/run-job.js';

/** A tree that nobody has opened for so many milliseconds is removed. */
const KEPT = 24 * 60 * 60 * 1000;
/** A tree is made only where this part of the disk stays free with it. */
const FREE = 0.2;
const UNFINISHED = '.new-';

/**
 * The files of snapshots that are opened again and again, laid out beside the contents. Where the file system lets files
 * share what is in them (Btrfs, XFS and others: `FICLONE`), workspaces are cloned from there: no byte is copied, and none
 * takes room until somebody changes it. Elsewhere there are no such trees.
 */
export class BaseTrees {
    private readonly directory: string;
    private readonly making = new Map<SnapshotId, Promise<string | undefined>>();
    private shares: boolean | undefined;

    constructor(
        private readonly content: string,
        private readonly worker: WorkerCommand,
        private readonly logger: Logger
    ) {
        this.directory = join(content, 'trees');
    }

    /**
     * The directory to clone a workspace from; undefined when its files are to be read out of the contents. It is made when a
     * snapshot is opened for the second time: most are opened once. `beside` is a directory on the disk of the workspace.
     */
    async of(snapshot: SnapshotRecord, beside: string): Promise<string | undefined> {
        const tree = join(this.directory, snapshot.id);
        const now = new Date();
        const isThere = await utimes(tree, now, now).then(
            () => true,
            () => false
        );
        if (isThere) {
            return join(tree, 'files');
        }
        if (snapshot.opened < 2 || !(await this.hasRoom(snapshot.bytes)) || !(await this.canShareWith(beside))) {
            return undefined;
        }
        const making =
            this.making.get(snapshot.id) ??
            this.make(snapshot.id, tree)
                .catch((error: unknown) => {
                    this.logger.warn({ err: error, snapshot: snapshot.id }, 'no tree of a snapshot was made');
                    return undefined;
                })
                .finally(() => this.making.delete(snapshot.id));
        this.making.set(snapshot.id, making);
        return making;
    }

    /** Removes trees of snapshots that are gone, those that nobody opens any more, and what was cut short. */
    async sweep(keep: ReadonlySet<string>): Promise<void> {
        for (const name of await readdir(this.directory).catch(() => [])) {
            const path = join(this.directory, name);
            if (!keep.has(name) || Date.now() - (await stat(path)).mtimeMs > KEPT) {
                await removeTree(path);
            }
        }
    }

    private async make(id: SnapshotId, tree: string): Promise<string> {
        const unfinished = join(this.directory, `${UNFINISHED}${randomBytes(8).toString('hex')}`);
        await mkdir(unfinished, { recursive: true, mode: 0o700 });
        try {
            await runJob(this.worker, {
                type: 'restore',
                content: this.content,
                id,
                target: join(unfinished, 'files'),
                owner: undefined,
                // Nobody compares it with the contents again.
                settle: true
            });
            await rename(unfinished, tree);
        } catch (error) {
            await removeTree(unfinished);
            throw error;
        }
        return join(tree, 'files');
    }

    private async hasRoom(bytes: number): Promise<boolean> {
        const { bavail, blocks, bsize } = await statfs(this.content);
        return bavail * bsize - bytes > FREE * blocks * bsize;
    }

    /** Tries it, once: there is no other way to know. */
    private async canShareWith(beside: string): Promise<boolean> {
        if (this.shares === undefined) {
            await mkdir(this.directory, { recursive: true, mode: 0o700 });
            const name = `${UNFINISHED}${randomBytes(8).toString('hex')}`;
            const [from, to] = [join(this.directory, name), join(beside, name)];
            try {
                await writeFile(from, name);
                await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE);
                this.shares = true;
            } catch {
                this.shares = false;
            } finally {
                await Promise.all([rm(from, { force: true }), rm(to, { force: true })]);
            }
        }
        return this.shares;
    }
}
