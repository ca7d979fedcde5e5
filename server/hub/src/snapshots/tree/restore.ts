import {
    chmodSync,
    chownSync,
    closeSync,
    constants,
    copyFileSync,
    fchmodSync,
    fchownSync,
    ftruncateSync,
    futimesSync,
    lchownSync,
    linkSync,
    lstatSync,
    lutimesSync,
    mkdirSync,
    openSync,
    symlinkSync,
    utimesSync,
    writeSync
} from 'node:fs';
import { CHUNK_BYTES, damaged, type ChunkHash, type ContentReader } from '../content/snapshot-content.js';
import { hashOf } from '../content/pack-format.js';
import { readTree, type FileEntry, type TreeEntry } from './tree-object.js';
import type { Extent } from './capture.js';

const ZEROS = hashOf(Buffer.alloc(CHUNK_BYTES));

export interface RestoreOptions {
    readonly reader: ContentReader;
    /** Where the folder is made. It must not be there, and nobody but us may be able to write beside it. */
    readonly target: string;
    /** Whom everything is to belong to; us, when left out. */
    readonly owner: number | undefined;
    /** The same snapshot laid out on a file system that lets files share what is in them. What differs there is not used. */
    readonly base?: string | undefined;
    readonly onProgress?: (done: Extent) => void;
}

/** Makes a folder from a snapshot. Every chunk is checked; when it throws, what was made is the caller's to remove. */
export class Restore {
    readonly extent: Extent = { files: 0, bytes: 0 };
    private readonly linked = new Map<string, Buffer>();

    constructor(private readonly options: RestoreOptions) {}

    run(root: ChunkHash): Promise<void> {
        return this.folder(Buffer.from(this.options.target), root);
    }

    private async folder(place: Buffer, hash: ChunkHash): Promise<void> {
        const { mode, mtime, entries } = await readTree(this.options.reader, hash);
        mkdirSync(place, { mode: 0o700 });
        for (const entry of entries) {
            await this.entry(Buffer.concat([place, Buffer.from(`/${entry.name}`, 'latin1')]), entry);
        }
        this.options.onProgress?.(this.extent);
        if (this.options.owner !== undefined) {
            chownSync(place, this.options.owner, this.options.owner);
        }
        chmodSync(place, mode);
        utimesSync(place, mtime / 1000, mtime / 1000);
    }

    private async entry(place: Buffer, entry: TreeEntry): Promise<void> {
        switch (entry.kind) {
            case 'folder':
                return this.folder(place, entry.tree);
            case 'file':
                return this.file(place, entry);
            case 'link':
                symlinkSync(Buffer.from(entry.target, 'latin1'), place);
                if (this.options.owner !== undefined) {
                    lchownSync(place, this.options.owner, this.options.owner);
                }
                lutimesSync(place, entry.mtime / 1000, entry.mtime / 1000);
        }
    }

    private async file(place: Buffer, entry: FileEntry): Promise<void> {
        this.extent.files += 1;
        this.extent.bytes += entry.size;
        const other = entry.hardLink === undefined ? undefined : this.linked.get(entry.hardLink);
        if (other !== undefined) {
            linkSync(other, place);
            return;
        }
        if (!this.clone(place, entry)) {
            await this.write(place, entry);
        }
        if (entry.hardLink !== undefined) {
            this.linked.set(entry.hardLink, place);
        }
    }

    /** Makes a file that shares what is in it with that of the base. Answers whether it could. */
    private clone(place: Buffer, { size, mode, mtime }: FileEntry): boolean {
        const { base, target, owner } = this.options;
        if (base === undefined) {
            return false;
        }
        const from = Buffer.concat([Buffer.from(base), place.subarray(Buffer.byteLength(target))]);
        try {
            const stat = lstatSync(from);
            if (!stat.isFile() || stat.size !== size || Math.abs(stat.mtimeMs - mtime) > 0.01) {
                return false;
            }
            copyFileSync(from, place, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
        } catch {
            // Whatever it is, the contents have it as well.
            return false;
        }
        if (owner !== undefined) {
            chownSync(place, owner, owner);
        }
        chmodSync(place, mode);
        utimesSync(place, mtime / 1000, mtime / 1000);
        return true;
    }

    private async write(place: Buffer, entry: FileEntry): Promise<void> {
        const { owner, reader } = this.options;
        const file = openSync(place, 'wx', 0o600);
        try {
            let size = 0;
            for (const hash of entry.chunks) {
                const bytes = await reader.read(hash);
                if (hash !== ZEROS) {
                    writeFully(file, bytes, size);
                }
                size += bytes.length;
            }
            if (size !== entry.size) {
                throw damaged();
            }
            if (entry.chunks.at(-1) === ZEROS) {
                ftruncateSync(file, size);
            }
            if (owner !== undefined) {
                fchownSync(file, owner, owner);
            }
            fchmodSync(file, entry.mode);
            futimesSync(file, entry.mtime / 1000, entry.mtime / 1000);
        } finally {
            closeSync(file);
        }
    }
}

function writeFully(file: number, bytes: Uint8Array, position: number): void {
    let done = 0;
    while (done < bytes.length) {
        done += writeSync(file, bytes, done, bytes.length - done, position + done);
    }
}
