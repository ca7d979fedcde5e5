import { chmodSync, chownSync, closeSync, openSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './write-whole.js';
import type { FileStamp } from './file-stamp.js';

const PREFIX = '.longtable-flush-';

/**
 * Where the new contents of files are written before they are moved into place: on the same file system as the
 * workspace's folder but outside of it, so that nobody who watches the folder sees them.
 */
export class TemporaryFolder {
    private folder: Promise<string> | undefined;
    private count = 0;

    constructor(private readonly parent: string) {}

    /** Writes a file with the owner and mode of the one that it is to replace, and returns its path. */
    async write(bytes: Buffer, like: FileStamp | undefined): Promise<string> {
        this.folder ??= mkdtemp(join(this.parent, PREFIX));
        let folder: string;
        try {
            folder = await this.folder;
        } catch (error) {
            this.folder = undefined;
            throw error;
        }
        const path = join(folder, String(this.count++));
        const descriptor = openSync(path, 'wx', like === undefined ? 0o666 : 0o600);
        try {
            await writeWhole(descriptor, bytes);
        } catch (error) {
            rmSync(path, { force: true });
            throw error;
        } finally {
            closeSync(descriptor);
        }
        if (like !== undefined) {
            if (process.geteuid?.() === 0) {
                chownSync(path, like.owner, like.group);
            }
            chmodSync(path, like.mode);
        }
        return path;
    }

    /** Removes what agents that were killed have left. Only for when no journal speaks of it any more. */
    async removeRemains(): Promise<void> {
        const own = await this.folder?.catch(() => undefined);
        const names = await readdir(this.parent);
        const remains = names.map(name => join(this.parent, name)).filter(path => path !== own);
        await Promise.all(
            remains
                .filter(path => path.startsWith(join(this.parent, PREFIX)))
                .map(path => rm(path, { recursive: true, force: true }))
        );
    }

    async remove(): Promise<void> {
        const folder = await this.folder?.catch(() => undefined);
        this.folder = undefined;
        if (folder !== undefined) {
            await rm(folder, { recursive: true, force: true });
        }
    }
}
