import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { hashOf, readExactly, type PackIndex } from './pack-format.js';
import { damaged, type ChunkHash, type ContentReader } from './snapshot-content.js';

/** Chunks that are read one after the other lie in the same blocks; some folders share blocks with others. */
const CACHED_BLOCKS = 48;
const OPEN_PACKS = 64;

export interface ChunkPlace {
    readonly pack: string;
    readonly index: PackIndex;
    readonly block: number;
    readonly offset: number;
    readonly length: number;
}

/** Reads chunks out of packs. Reads wait for the disk: this is for processes of their own, not for the hub. */
export class PackReader implements ContentReader {
    private readonly files = new Map<string, number>();
    private readonly blocks = new Map<string, Buffer>();

    /** `onDamage` is told of a pack in which something is not what it was. */
    constructor(
        private readonly directory: string,
        private readonly find: (hash: ChunkHash) => ChunkPlace | undefined,
        private readonly onDamage?: (pack: string) => void
    ) {}

    read(hash: ChunkHash): Promise<Uint8Array> {
        const place = this.find(hash);
        if (place === undefined) {
            return Promise.reject(damaged());
        }
        try {
            return Promise.resolve(this.bytesAt(place, hash));
        } catch (error) {
            this.onDamage?.(place.pack);
            return Promise.reject(damaged(error));
        }
    }

    /** Whether a chunk is what it was. */
    isWhole(hash: ChunkHash, place: ChunkPlace): boolean {
        try {
            this.bytesAt(place, hash);
            return true;
        } catch {
            return false;
        }
    }

    dispose(): Promise<void> {
        for (const file of this.files.values()) {
            closeSync(file);
        }
        this.files.clear();
        this.blocks.clear();
        return Promise.resolve();
    }

    private bytesAt(place: ChunkPlace, hash: ChunkHash): Uint8Array {
        const bytes = this.blockOf(place).subarray(place.offset, place.offset + place.length);
        if (hashOf(bytes) !== hash) {
            throw damaged();
        }
        return bytes;
    }

    private blockOf({ pack, index, block }: ChunkPlace): Buffer {
        const key = `${pack}/${block}`;
        const cached = this.blocks.get(key);
        if (cached !== undefined) {
            return cached;
        }
        const [offset = 0, length = 0, rawLength = 0] = index.blocks[block] ?? [];
        const bytes = zstdDecompressSync(readExactly(this.open(pack), offset, length), { maxOutputLength: rawLength });
        drop(this.blocks, CACHED_BLOCKS);
        this.blocks.set(key, bytes);
        return bytes;
    }

    private open(pack: string): number {
        const known = this.files.get(pack);
        if (known !== undefined) {
            return known;
        }
        const oldest = drop(this.files, OPEN_PACKS);
        if (oldest !== undefined) {
            closeSync(oldest);
        }
        const file = openSync(join(this.directory, pack), 'r');
        this.files.set(pack, file);
        return file;
    }
}

/** Makes room by dropping the oldest entry of a full map. */
function drop<T>(map: Map<string, T>, limit: number): T | undefined {
    const [key] = map.keys();
    if (map.size < limit || key === undefined) {
        return undefined;
    }
    const value = map.get(key);
    map.delete(key);
    return value;
}
