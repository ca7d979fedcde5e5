import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { BLOCK_BYTES, encodeIndex, hashOf, PACK_MARK, type PackIndex } from './pack-format.js';
import { CHUNK_BYTES, type ChunkHash, type ContentWriter } from './snapshot-content.js';
import { syncDirectory } from './sync-directory.js';

const compress = promisify(zstdCompress);

/** Bytes on disk after which a pack is closed: few files, and not too much to read for one chunk of it elsewhere. */
const PACK_BYTES = 16 * 1024 * 1024;
/** Uncompressed bytes that may wait for the compressor and the disk. */
const WAITING_BYTES = 24 * 1024 * 1024;

/** A name that nobody takes for a pack that is whole. */
export const UNFINISHED = '.new-';
export const PACK_SUFFIX = '.pack';

/** A block is closed once it is long enough, so that its last chunk reaches beyond that. Only large folders need more. */
const BUFFER_BYTES = BLOCK_BYTES + CHUNK_BYTES;
/** What is compressed comes in pieces of so many bytes: mostly one for a block. */
const COMPRESSED_BYTES = BLOCK_BYTES / 2;

interface Block {
    readonly chunks: [ChunkHash, number, number][];
    buffer: Buffer;
    bytes: number;
}

interface OpenPack {
    readonly file: FileHandle;
    readonly path: string;
    readonly index: PackIndex;
    bytes: number;
}

/** Puts chunks into blocks and blocks into packs of one directory. They get their names, all at once, by `finish`. */
export class PackWriter implements ContentWriter {
    addedBytes = 0;
    private readonly session = randomBytes(8).toString('hex');
    private readonly added = new Set<ChunkHash>();
    private readonly closed: string[] = [];
    /** Buffers of blocks that were written, to be filled again. */
    private readonly buffers: Buffer[] = [];
    private block = this.newBlock();
    private pack: OpenPack | undefined;
    private waiting = 0;
    private room: PromiseWithResolvers<void> | undefined;
    private writing: Promise<void> = Promise.resolve();
    private failure: unknown;
    private ended = false;

    constructor(
        private readonly directory: string,
        private readonly known: (hash: ChunkHash) => boolean
    ) {}

    add(bytes: Uint8Array): ChunkHash {
        const hash = hashOf(bytes);
        if (!this.has(hash)) {
            this.added.add(hash);
            append(this.block, hash, bytes);
            this.waiting += bytes.length;
            if (this.block.bytes >= BLOCK_BYTES) {
                this.closeBlock();
            }
        }
        return hash;
    }

    has(hash: ChunkHash): boolean {
        return this.added.has(hash) || this.known(hash);
    }

    get isFull(): boolean {
        return this.waiting > WAITING_BYTES || this.failure !== undefined;
    }

    async makeRoom(): Promise<void> {
        if (this.isFull && this.failure === undefined) {
            this.room ??= Promise.withResolvers();
            await this.room.promise;
        }
        this.throwFailure();
    }

    async drain(): Promise<void> {
        await this.writing;
        this.throwFailure();
    }

    async finish(): Promise<void> {
        this.closeBlock();
        this.enqueue(() => this.closePack());
        await this.drain();
        for (const path of this.closed) {
            await rename(join(this.directory, `${UNFINISHED}${path}`), join(this.directory, `${path}${PACK_SUFFIX}`));
        }
        if (this.closed.length > 0) {
            await syncDirectory(this.directory);
        }
        this.ended = true;
    }

    async abandon(): Promise<void> {
        if (this.ended) {
            return;
        }
        this.failure ??= new Error('The writer was abandoned.');
        await this.writing;
        await this.pack?.file.close();
        const names = this.pack === undefined ? this.closed : [...this.closed, this.nameOf(this.closed.length)];
        await Promise.all(names.map(name => rm(join(this.directory, `${UNFINISHED}${name}`), { force: true })));
    }

    private throwFailure(): void {
        if (this.failure !== undefined) {
            throw this.failure as Error;
        }
    }

    private newBlock(): Block {
        return { chunks: [], buffer: this.buffers.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES), bytes: 0 };
    }

    private closeBlock(): void {
        const { block } = this;
        if (block.chunks.length > 0) {
            this.block = this.newBlock();
            // Begun at once, so that two blocks are compressed beside each other; written in order.
            const compressed = compress(block.buffer.subarray(0, block.bytes), { chunkSize: COMPRESSED_BYTES });
            compressed.catch(() => undefined);
            this.enqueue(async () => this.writeBlock(block, await compressed));
        }
    }

    private enqueue(step: () => Promise<void>): void {
        this.writing = this.writing.then(async () => {
            if (this.failure === undefined) {
                try {
                    await step();
                } catch (error) {
                    this.failure = error;
                }
            }
            if (!this.isFull || this.failure !== undefined) {
                this.room?.resolve();
                this.room = undefined;
            }
        });
    }

    private async writeBlock(block: Block, bytes: Buffer): Promise<void> {
        const pack = (this.pack ??= await this.openPack());
        const number = pack.index.blocks.length;
        await write(pack, bytes);
        pack.index.blocks.push([pack.bytes - bytes.length, bytes.length, block.bytes]);
        for (const [hash, offset, length] of block.chunks) {
            pack.index.chunks.push([hash, number, offset, length]);
        }
        this.addedBytes += bytes.length;
        this.waiting -= block.bytes;
        if (block.buffer.length === BUFFER_BYTES) {
            this.buffers.push(block.buffer);
        }
        if (pack.bytes >= PACK_BYTES) {
            await this.closePack();
        }
    }

    private async openPack(): Promise<OpenPack> {
        const path = join(this.directory, `${UNFINISHED}${this.nameOf(this.closed.length)}`);
        const pack: OpenPack = {
            file: await open(path, 'wx', 0o600),
            path,
            index: { blocks: [], chunks: [] },
            bytes: 0
        };
        this.pack = pack;
        await write(pack, PACK_MARK);
        return pack;
    }

    private async closePack(): Promise<void> {
        const { pack } = this;
        if (pack !== undefined) {
            const end = encodeIndex(pack.index);
            await write(pack, end);
            this.addedBytes += end.length + PACK_MARK.length;
            await pack.file.sync();
            await pack.file.close();
            this.closed.push(this.nameOf(this.closed.length));
            this.pack = undefined;
        }
    }

    private nameOf(number: number): string {
        return `${this.session}-${number}`;
    }
}

function append(block: Block, hash: ChunkHash, bytes: Uint8Array): void {
    const end = block.bytes + bytes.length;
    if (end > block.buffer.length) {
        const buffer = Buffer.allocUnsafeSlow(end);
        block.buffer.copy(buffer, 0, 0, block.bytes);
        block.buffer = buffer;
    }
    block.buffer.set(bytes, block.bytes);
    block.chunks.push([hash, block.bytes, bytes.length]);
    block.bytes = end;
}

async function write(pack: OpenPack, bytes: Buffer): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
        const { bytesWritten } = await pack.file.write(bytes, done, bytes.length - done, pack.bytes + done);
        done += bytesWritten;
    }
    pack.bytes += bytes.length;
}
