import { readFile, rename, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Stats } from 'node:fs';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { z } from 'zod';
import type { ChunkHash } from '../content/snapshot-content.js';

const Rows = z.array(
    z.tuple([
        z.number(),
        z.number(),
        z.number(),
        z.number(),
        z.array(z.string()),
        z.union([z.literal(0), z.literal(1)])
    ])
);

interface Known {
    readonly size: number;
    readonly mtime: number;
    readonly ctime: number;
    readonly chunks: readonly ChunkHash[];
    readonly settled: boolean;
}

/**
 * What was read of which file, by inode, so that nobody reads again what has not changed. It may be lost or be wrong
 * about files that changed; it is never wrong about one whose size and times are the same and that had settled.
 */
export class KnownFiles {
    private readonly files = new Map<number, Known>();

    /** An unreadable one is an empty one. */
    static async read(path: string): Promise<KnownFiles> {
        const known = new KnownFiles();
        try {
            const rows = Rows.parse(JSON.parse((await promisify(zstdDecompress)(await readFile(path))).toString()));
            for (const [inode, size, mtime, ctime, chunks, settled] of rows) {
                known.files.set(inode, { size, mtime, ctime, chunks, settled: settled === 1 });
            }
        } catch {
            known.files.clear();
        }
        return known;
    }

    /** The chunks of a file, if it is certain that they are those of now. */
    chunksOf({ ino, size, mtimeMs, ctimeMs }: Stats): readonly ChunkHash[] | undefined {
        const known = this.files.get(ino);
        return known?.settled === true && known.size === size && known.mtime === mtimeMs && known.ctime === ctimeMs
            ? known.chunks
            : undefined;
    }

    /** `settled` says that the file cannot change any more without its times changing. */
    add({ ino, size, mtimeMs, ctimeMs }: Stats, chunks: readonly ChunkHash[], settled: boolean): void {
        this.files.set(ino, { size, mtime: mtimeMs, ctime: ctimeMs, chunks, settled });
    }

    async write(path: string, inodes: ReadonlySet<number>): Promise<void> {
        const rows = [...this.files]
            .filter(([inode]) => inodes.has(inode))
            .map(([inode, { size, mtime, ctime, chunks, settled }]) => [
                inode,
                size,
                mtime,
                ctime,
                chunks,
                settled ? 1 : 0
            ]);
        const temporary = `${path}.new`;
        await writeFile(temporary, await promisify(zstdCompress)(JSON.stringify(rows)), { mode: 0o600 });
        await rename(temporary, path);
    }
}
