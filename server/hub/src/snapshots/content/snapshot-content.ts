import { LongtableError } from '@longtable/common';
import { z } from 'zod';

/** SHA-256 of a chunk, in base64url. */
export type ChunkHash = string;

/** Files up to this length are one chunk, longer ones are cut at every multiple of it. */
export const CHUNK_BYTES = 1024 * 1024;

/** What is known of a whole snapshot beside its content; written last, so that what it names is there. */
export const Manifest = z.object({
    version: z.literal(1),
    /** The tree object of the folder. */
    root: z.string(),
    files: z.number().int().nonnegative(),
    /** Length of all files together. */
    bytes: z.number().int().nonnegative(),
    /** Stored bytes that were not there before. */
    addedBytes: z.number().int().nonnegative(),
    /** The commit that was checked out in the folder. */
    commit: z.string().optional(),
    createdAt: z.string(),
    /** Chunk of what there is beside the files; older snapshots and archives have none. */
    session: z.string().optional()
});
export type Manifest = z.infer<typeof Manifest>;

/** Adds chunks. Nothing that was added can be seen by others before `finish`, nor is it there when that was not called. */
export interface ContentWriter {
    /** Adds a chunk unless it is there; its bytes are copied. Look at `isFull` after each. */
    add(bytes: Uint8Array): ChunkHash;
    has(hash: ChunkHash): boolean;
    /** Whether so much waits to be written that one should `makeRoom` before adding more. */
    readonly isFull: boolean;
    /** Resolves when it is not full any more. */
    makeRoom(): Promise<void>;
    /** Resolves when nothing waits any more. */
    drain(): Promise<void>;
    /** Bytes on disk for what was new. Exact after `finish`. */
    readonly addedBytes: number;
    /** Resolves once all of it is on disk. */
    finish(): Promise<void>;
    /** Removes what was written. After `finish` a no-op. */
    abandon(): Promise<void>;
}

/** Reads chunks, each checked against its hash. */
export interface ContentReader {
    /** Throws `snapshot-damaged` for a chunk that is missing or is not what it was. */
    read(hash: ChunkHash): Promise<Uint8Array>;
    dispose(): Promise<void>;
}

/** Goes through everything that a manifest leads to. `visit` says whether to go on below a chunk. */
export type Walk = (
    manifest: Manifest,
    reader: ContentReader,
    visit: (hash: ChunkHash, isTree: boolean) => boolean
) => Promise<void>;

/** What a collection has found and done. */
export interface Collected {
    readonly removedBytes: number;
    /** Stored bytes of everything that is left. */
    readonly storedBytes: number;
    /** For each snapshot the stored bytes that nothing else uses. */
    readonly uniqueBytes: ReadonlyMap<string, number>;
    /** Snapshots whose content cannot be read. Nothing of the content was removed then. */
    readonly damaged: readonly string[];
}

/** What lies in the store although nothing names it, or is named and does not lie there. */
export interface ContentCheck {
    /** Names of files that should not be there. */
    readonly remains: readonly string[];
    readonly deadBytes: number;
    readonly liveBytes: number;
    readonly damaged: readonly string[];
}

/**
 * Where the contents of snapshots are kept. One contract suite holds for every implementation. Writers and readers may
 * be used at the same time, also by several processes; a collection only while there are none.
 */
export interface SnapshotContent {
    writer(): Promise<ContentWriter>;
    reader(): Promise<ContentReader>;
    /** Resolves once the manifest is on disk; what it names has to be there. */
    publish(id: string, manifest: Manifest): Promise<void>;
    /** Throws `not-found` or `snapshot-damaged`. */
    manifest(id: string): Promise<Manifest>;
    list(): Promise<readonly string[]>;
    /** Removes everything that none of `keep` leads to, and what was cut short. */
    collect(keep: ReadonlySet<string>, walk: Walk): Promise<Collected>;
    check(keep: ReadonlySet<string>, walk: Walk): Promise<ContentCheck>;
}

export function damaged(cause?: unknown): LongtableError {
    return new LongtableError(
        'snapshot-damaged',
        'The stored content of this snapshot is damaged, so nothing was made from it. Tell whoever runs this Longtable; other snapshots may be whole.',
        { cause }
    );
}
