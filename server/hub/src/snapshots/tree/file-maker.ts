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
    lstatSync,
    openSync,
    utimesSync,
    writeSync
} from 'node:fs';
import { hashOf } from '../content/pack-format.js';
import { CHUNK_BYTES, damaged, type ContentReader } from '../content/snapshot-content.js';
import type { FileEntry } from './tree-object.js';

const ZEROS = hashOf(Buffer.alloc(CHUNK_BYTES));

export interface FileMakerOptions {
    readonly reader: ContentReader;
    /** The folder in which the files are. Nobody but us may be able to write there. */
    readonly target: string;
    /** Whom they are to belong to; us, when left out. */
    readonly owner: number | undefined;
    /** The same snapshot laid out on a file system that lets files share what is in them. What differs there is not used. */
    readonly base?: string | undefined;
}

/** Makes files of a snapshot. Every chunk is checked. */
export class FileMaker {
    constructor(private readonly options: FileMakerOptions) {}

    async make(place: Buffer, entry: FileEntry): Promise<void> {
        if (!this.clone(place, entry)) {
            await this.write(place, entry);
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
