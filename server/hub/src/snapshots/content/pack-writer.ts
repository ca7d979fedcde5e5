import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { BLOCK_BYTES, encodeIndex, hashOf, PACK_MARK, type PackIndex } from './pack-format.js';
import type { ChunkHash, ContentWriter } from './snapshot-content.js';
import { syncDirectory } from './sync-directory.js';

const compress = promisify(zstdCompress);

/** Bytes on disk after which a pack is closed: few files, and not too much to read for one chunk of it elsewhere. */
const PACK_BYTES = 16 * 1024 * 1024;
/** Uncompressed bytes that may wait for the compressor and the disk. */
const WAITING_BYTES = 24 * 1024 * 1024;

/** A name that nobody takes for a pack that is whole. */
export const UNFINISHED = '.new-';
export const PACK_SUFFIX = '.pack';

interface Block {
    readonly chunks: [ChunkHash, number, number][];
    readonly parts: Buffer[];
    bytes: number;
}

interface OpenPack {
    readonly file: FileHandle;
    readonly path: string;
    readonly index: PackIndex;
    bytes: number;
}

const newBlock = (): Block => ({ chunks: [], parts: [], bytes: 0 });

/** Puts chunks into blocks and blocks into packs of one directory. They get their names, all at once, by `finish`. */
export class PackWriter implements ContentWriter {
    addedBytes = 0;
    private readonly session = randomBytes(8).toString('hex');
    private readonly added = new Set<ChunkHash>();
    private readonly closed: string[] = [];
    private block = newBlock();
    private pack: OpenPack | undefined;
    private waiting = 0;
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
            this.block.chunks.push([hash, this.block.bytes, bytes.length]);
            this.block.parts.push(Buffer.from(bytes));
            this.block.bytes += bytes.length;
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

    async drain(): Promise<void> {
        await this.writing;
        if (this.failure !== undefined) {
            throw this.failure as Error;
        }
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

    private closeBlock(): void {
        const { block } = this;
        if (block.chunks.length > 0) {
            this.block = newBlock();
            // Begun at once, so that two blocks are compressed beside each other; written in order.
            const compressed = compress(Buffer.concat(block.parts));
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

async function write(pack: OpenPack, bytes: Buffer): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
        const { bytesWritten } = await pack.file.write(bytes, done, bytes.length - done, pack.bytes + done);
        done += bytesWritten;
    }
    pack.bytes += bytes.length;
}
