import { hash } from 'node:crypto';
import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { damaged, type ChunkHash } from './snapshot-content.js';

/*
 * A pack: the mark, blocks, the index, its length (4 bytes), its SHA-256 (32 bytes), the mark. A block is one zstd frame
 * of the bytes of several chunks, because small ones by themselves take ten times as long to compress and a third more room.
 */
export const PACK_MARK = Buffer.from('LTPACK1\n');
const FOOTER = 4 + 32 + PACK_MARK.length;

/** Uncompressed bytes after which a block is closed. */
export const BLOCK_BYTES = 512 * 1024;

/** Where blocks and chunks are in a pack. */
const Index = z.object({
    /** Offset in the pack, bytes there, bytes uncompressed. */
    blocks: z.array(z.tuple([z.number(), z.number(), z.number()])),
    /** Hash, number of the block, offset and length in the uncompressed block. */
    chunks: z.array(z.tuple([z.string(), z.number(), z.number(), z.number()]))
});
export type PackIndex = z.infer<typeof Index>;

export function encodeIndex(index: PackIndex): Buffer {
    const body = zstdCompressSync(JSON.stringify(index));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    return Buffer.concat([body, length, hash('sha256', body, 'buffer'), PACK_MARK]);
}

/** Reads the index at the end of a pack. Throws `snapshot-damaged`. */
export function readIndex(path: string): PackIndex {
    const file = openSync(path, 'r');
    try {
        const { size } = fstatSync(file);
        const footer = readExactly(file, size - FOOTER, FOOTER);
        const body = readExactly(file, size - FOOTER - footer.readUInt32LE(0), footer.readUInt32LE(0));
        if (
            !footer.subarray(4 + 32).equals(PACK_MARK) ||
            !hash('sha256', body, 'buffer').equals(footer.subarray(4, 4 + 32))
        ) {
            throw damaged();
        }
        return Index.parse(JSON.parse(zstdDecompressSync(body).toString()));
    } catch (error) {
        throw damaged(error);
    } finally {
        closeSync(file);
    }
}

/** Throws when there is less. */
export function readExactly(file: number, position: number, length: number): Buffer {
    if (position < 0) {
        throw damaged();
    }
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
        const read = readSync(file, buffer, done, length - done, position + done);
        if (read === 0) {
            throw damaged();
        }
        done += read;
    }
    return buffer;
}

export function hashOf(bytes: Uint8Array): ChunkHash {
    return hash('sha256', bytes, 'base64url');
}
