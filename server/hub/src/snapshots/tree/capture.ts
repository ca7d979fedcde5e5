import { closeSync, fstatSync, readSync, type Stats } from 'node:fs';
import { setImmediate as yieldNow } from 'node:timers/promises';
import { LongtableError } from '@longtable/common';
import { CHUNK_BYTES, type ChunkHash, type ContentWriter } from '../content/snapshot-content.js';
import type { Exclusion } from './exclusion.js';
import { mayHoldGitCredentials, withoutGitCredentials } from './git-credentials.js';
import type { KnownFiles } from './known-files.js';
import { OpenedFolder } from './opened-folder.js';
import { encodeTree, MODE_BITS, type TreeEntry } from './tree-object.js';

/** Paths are put together with that of a volume when they are restored, and those end at 4096 bytes. */
const LONGEST_PATH = 3800;
const DEEPEST = 400;
/** Reading is synchronous; so often it lets a cancellation be heard. */
const YIELD_MILLISECONDS = 50;
/** A file of git with addresses in it that is longer has been tampered with, and is left out. */
const LONGEST_GIT_FILE = 64 * 1024 * 1024;

/** What a folder holds. */
export interface Extent {
    files: number;
    bytes: number;
}

export interface CaptureOptions {
    readonly folder: string;
    readonly exclude: Exclusion;
    readonly writer: ContentWriter;
    readonly known: KnownFiles;
    readonly largest: number;
    readonly onProgress?: (done: Extent) => void;
}

/**
 * Takes over the content of a folder. Any number of passes while people work in it take over what has changed since;
 * the last one, while nobody can write, answers the tree.
 */
export class Capture {
    /** Bytes that the last pass had to read. */
    readBytes = 0;
    extent: Extent = { files: 0, bytes: 0 };
    readonly inodes = new Set<number>();
    private settledBefore = 0;
    private lastYield = performance.now();
    private readonly buffer = Buffer.allocUnsafe(CHUNK_BYTES);

    constructor(private readonly options: CaptureOptions) {}

    /** Counts what is there, reading nothing. Throws `payload-too-large`. */
    count(): Extent {
        const extent: Extent = { files: 0, bytes: 0 };
        const visit = (folder: OpenedFolder, path: string, depth: number): void => {
            for (const { name, stat } of folder.list()) {
                const place = placeOf(path, name, depth);
                if (this.options.exclude.covers(place, name)) {
                    continue;
                }
                if (stat.isDirectory()) {
                    within(folder.folder(name), child => visit(child, place, depth + 1));
                } else if (stat.isFile()) {
                    extent.files += 1;
                    extent.bytes += stat.size;
                }
            }
        };
        within(OpenedFolder.at(this.options.folder), folder => visit(folder, '', 0));
        this.check(extent);
        return extent;
    }

    /**
     * Reads what has changed. With `final` it also keeps the folders and answers the hash of the root. Files that changed
     * last before `settledBefore` (milliseconds) cannot change without their times changing, so that nobody reads them again.
     */
    async pass(settledBefore: number, final: boolean): Promise<ChunkHash | undefined> {
        this.settledBefore = settledBefore;
        this.readBytes = 0;
        this.extent = { files: 0, bytes: 0 };
        this.inodes.clear();
        const folder = OpenedFolder.at(this.options.folder);
        try {
            return await this.folder(folder, '', 0, final);
        } finally {
            folder.close();
        }
    }

    private async folder(
        folder: OpenedFolder,
        path: string,
        depth: number,
        final: boolean
    ): Promise<ChunkHash | undefined> {
        const entries: TreeEntry[] = [];
        for (const { name, stat } of folder.list()) {
            const place = placeOf(path, name, depth);
            if (this.options.exclude.covers(place, name)) {
                continue;
            }
            if (stat.isDirectory()) {
                const child = folder.folder(name);
                if (child !== undefined) {
                    try {
                        const tree = await this.folder(child, place, depth + 1, final);
                        if (tree !== undefined) {
                            entries.push({ kind: 'folder', name, tree });
                        }
                    } finally {
                        child.close();
                    }
                }
            } else if (stat.isFile()) {
                const entry = await this.file(folder, name, place, stat);
                if (entry !== undefined) {
                    entries.push(entry);
                }
            } else if (stat.isSymbolicLink() && final) {
                const target = folder.link(name);
                if (target !== undefined) {
                    entries.push({ kind: 'link', name, mtime: timeOf(stat), target });
                }
            }
            await this.breathe();
        }
        this.options.onProgress?.(this.extent);
        if (!final) {
            return undefined;
        }
        const { stat } = folder;
        return this.options.writer.add(encodeTree({ mode: stat.mode & MODE_BITS, mtime: timeOf(stat), entries }));
    }

    /** Waits for what is written behind it, and lets a cancellation be heard. */
    private async breathe(): Promise<void> {
        if (this.options.writer.isFull) {
            await this.options.writer.makeRoom();
        } else if (performance.now() - this.lastYield > YIELD_MILLISECONDS) {
            await yieldNow();
            this.lastYield = performance.now();
        }
    }

    private async file(folder: OpenedFolder, name: string, place: string, stat: Stats): Promise<TreeEntry | undefined> {
        const cleaned = mayHoldGitCredentials(place);
        const known = cleaned ? undefined : this.options.known.chunksOf(stat);
        const found =
            known?.every(hash => this.options.writer.has(hash)) === true
                ? { chunks: known, size: stat.size }
                : await this.readFile(folder, name, stat, cleaned);
        if (found === undefined) {
            return undefined;
        }
        this.extent.files += 1;
        this.extent.bytes += found.size;
        this.inodes.add(stat.ino);
        this.check(this.extent);
        return {
            kind: 'file',
            name,
            mode: stat.mode & MODE_BITS,
            mtime: timeOf(stat),
            ...found,
            // A cleaned one is not the same file any more.
            ...(stat.nlink > 1 && !cleaned ? { hardLink: String(stat.ino) } : {})
        };
    }

    private async readFile(
        folder: OpenedFolder,
        name: string,
        stat: Stats,
        cleaned: boolean
    ): Promise<{ chunks: readonly ChunkHash[]; size: number } | undefined> {
        const opened = folder.file(name, stat);
        if (opened === undefined) {
            return undefined;
        }
        const { descriptor, stat: before } = opened;
        try {
            if (cleaned) {
                if (before.size > LONGEST_GIT_FILE) {
                    return undefined;
                }
                return this.addAll(withoutGitCredentials(readAll(descriptor, before.size)));
            }
            const chunks: ChunkHash[] = [];
            let size = 0;
            for (;;) {
                const bytes = this.readChunk(descriptor, size, before.size);
                if (bytes.length > 0) {
                    chunks.push(this.options.writer.add(bytes));
                    size += bytes.length;
                }
                if (bytes.length < CHUNK_BYTES) {
                    break;
                }
                const done = { files: this.extent.files, bytes: this.extent.bytes + size };
                this.check(done);
                this.options.onProgress?.(done);
                await this.breathe();
            }
            this.readBytes += size;
            const after = fstatSync(descriptor);
            const unchanged = before.ctimeMs === after.ctimeMs && before.size === after.size && size === after.size;
            if (unchanged) {
                this.options.known.add(after, chunks, after.ctimeMs < this.settledBefore);
            }
            return { chunks, size };
        } finally {
            closeSync(descriptor);
        }
    }

    private addAll(bytes: Buffer): { chunks: readonly ChunkHash[]; size: number } {
        const chunks: ChunkHash[] = [];
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
            chunks.push(this.options.writer.add(bytes.subarray(at, at + CHUNK_BYTES)));
        }
        return { chunks, size: bytes.length };
    }

    /** One chunk, or less at the end of the file, which is `expected` bytes long unless somebody writes to it. */
    private readChunk(file: number, position: number, expected: number): Buffer {
        let done = 0;
        while (done < CHUNK_BYTES && position + done !== expected) {
            const read = readSync(file, this.buffer, done, CHUNK_BYTES - done, position + done);
            if (read === 0) {
                break;
            }
            done += read;
        }
        return this.buffer.subarray(0, done);
    }

    private check({ bytes }: Extent): void {
        const { largest } = this.options;
        if (bytes > largest) {
            throw new LongtableError(
                'payload-too-large',
                `The folder holds more than ${Math.floor(largest / 1024 ** 3)} GiB, which is the most that a snapshot may. ` +
                    'Nothing was kept; leave out folders that can be made again.'
            );
        }
    }
}

function readAll(file: number, size: number): Buffer {
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
        const read = readSync(file, bytes, done, size - done, done);
        if (read === 0) {
            break;
        }
        done += read;
    }
    return bytes.subarray(0, done);
}

function placeOf(path: string, name: string, depth: number): string {
    const place = path === '' ? name : `${path}/${name}`;
    if (place.length > LONGEST_PATH || depth > DEEPEST) {
        throw new LongtableError(
            'bad-request',
            `Folders in the workspace lie too deep in one another, below ${place.slice(0, 120)}…. Nothing was kept; leave that folder out.`
        );
    }
    return place;
}

function within(folder: OpenedFolder | undefined, act: (folder: OpenedFolder) => void): void {
    try {
        if (folder !== undefined) {
            act(folder);
        }
    } finally {
        folder?.close();
    }
}

/** To the microsecond, which is what can be set again. */
function timeOf({ mtimeMs }: Stats): number {
    return Math.round(mtimeMs * 1000) / 1000;
}
