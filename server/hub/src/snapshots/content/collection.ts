import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError } from '@longtable/common';
import type { PackIndex } from './pack-format.js';
import { PackReader, type ChunkPlace } from './pack-reader.js';
import { PackWriter } from './pack-writer.js';
import type { ChunkHash, Manifest, Walk } from './snapshot-content.js';
import { syncDirectory } from './sync-directory.js';

export type PackSet = readonly { readonly name: string; readonly bytes: number; readonly index: PackIndex }[];

/** Each taking leaves a pack, most often a small one, whose index everybody has to read: more than so many are put together. */
const SMALL_BYTES = 1024 * 1024;
const MOST_SMALL = 32;

/** A chunk that somebody needs: its share of the stored bytes of its block, and who needs it, unless several do. */
interface Live {
    readonly place: ChunkPlace;
    readonly stored: number;
    owner: string | undefined;
}

interface Measured {
    readonly live: ReadonlyMap<ChunkHash, Live>;
    readonly storedBytes: number;
    readonly uniqueBytes: ReadonlyMap<string, number>;
    readonly damaged: readonly string[];
}

/** Finds out which chunks are needed, and by which of the snapshots alone. */
export async function measure(
    packs: PackSet,
    manifests: ReadonlyMap<string, Manifest | undefined>,
    walk: Walk,
    directory: string
): Promise<Measured> {
    const places = placesIn(packs);
    const live = new Map<ChunkHash, Live>();
    const damaged: string[] = [];
    const reader = new PackReader(directory, hash => places.get(hash));
    for (const [id, manifest] of manifests) {
        let whole = manifest !== undefined;
        const visit = (hash: ChunkHash): boolean => {
            const known = live.get(hash);
            if (known === undefined) {
                const place = places.get(hash);
                if (place === undefined) {
                    whole = false;
                    return false;
                }
                live.set(hash, { place, stored: storedBytes(place), owner: id });
                return true;
            }
            // What several need was gone through when the second one came.
            const wasOwned = known.owner !== undefined && known.owner !== id;
            if (wasOwned) {
                known.owner = undefined;
            }
            return wasOwned;
        };
        try {
            if (manifest !== undefined) {
                await walk(manifest, reader, visit);
            }
        } catch {
            whole = false;
        }
        if (!whole) {
            damaged.push(id);
        }
    }
    await reader.dispose();
    const uniqueBytes = new Map([...manifests.keys()].map(id => [id, 0]));
    for (const { owner, stored } of live.values()) {
        if (owner !== undefined) {
            uniqueBytes.set(owner, (uniqueBytes.get(owner) ?? 0) + stored);
        }
    }
    for (const [id, bytes] of uniqueBytes) {
        uniqueBytes.set(id, Math.round(bytes));
    }
    return { live, storedBytes: packs.reduce((sum, { bytes }) => sum + bytes, 0), uniqueBytes, damaged };
}

/** Removes packs that nobody needs, and writes what is needed of those that are mostly empty into new ones. */
export async function collectPacks(
    directory: string,
    packs: PackSet,
    live: ReadonlyMap<ChunkHash, Live>
): Promise<number> {
    const needed = new Map<string, ChunkHash[]>();
    const neededBytes = new Map<string, number>();
    for (const [hash, { place, stored }] of live) {
        const others = needed.get(place.pack);
        if (others === undefined) {
            needed.set(place.pack, [hash]);
        } else {
            others.push(hash);
        }
        neededBytes.set(place.pack, (neededBytes.get(place.pack) ?? 0) + stored);
    }
    const isSmall = ({ bytes }: { bytes: number }) => bytes < SMALL_BYTES;
    const tooManySmall = packs.filter(isSmall).length > MOST_SMALL;
    const sparse = packs.filter(
        pack => (neededBytes.get(pack.name) ?? 0) < pack.bytes / 2 || (tooManySmall && isSmall(pack))
    );
    const reader = new PackReader(directory, hash => live.get(hash)?.place);
    // To this writer nothing is known, so that it takes everything.
    const writer = new PackWriter(directory, () => false);
    const rewritten: PackSet[number][] = [];
    try {
        for (const pack of sparse) {
            try {
                for (const hash of needed.get(pack.name) ?? []) {
                    writer.add(await reader.read(hash));
                    if (writer.isFull) {
                        await writer.makeRoom();
                    }
                }
                rewritten.push(pack);
            } catch (error) {
                // A damaged one stays as it is: some of it may still be good.
                if (!(error instanceof LongtableError)) {
                    throw error;
                }
            }
        }
        // On disk before the old ones go: a kill in between leaves both.
        await writer.finish();
    } finally {
        await writer.abandon();
        await reader.dispose();
    }
    for (const { name } of rewritten) {
        await rm(join(directory, name), { force: true });
    }
    if (rewritten.length > 0) {
        await syncDirectory(directory);
    }
    return rewritten.reduce((sum, { bytes }) => sum + bytes, 0) - writer.addedBytes;
}

function storedBytes({ index, block, length }: ChunkPlace): number {
    const [, stored = 0, raw = 1] = index.blocks[block] ?? [];
    return raw === 0 ? 0 : (stored * length) / raw;
}

/** Where each chunk is; of those that are there twice, the first. */
export function placesIn(packs: PackSet): ReadonlyMap<ChunkHash, ChunkPlace> {
    const places = new Map<ChunkHash, ChunkPlace>();
    for (const { name, index } of packs) {
        for (const [hash, block, offset, length] of index.chunks) {
            if (!places.has(hash)) {
                places.set(hash, { pack: name, index, block, offset, length });
            }
        }
    }
    return places;
}
