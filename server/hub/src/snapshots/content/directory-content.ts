import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError } from '@longtable/common';
import { collectPacks, measure, placesIn, type PackSet } from './collection.js';
import { DamageList } from './damage-list.js';
import { readIndex, type PackIndex } from './pack-format.js';
import { PackReader } from './pack-reader.js';
import { PACK_SUFFIX, PackWriter, UNFINISHED } from './pack-writer.js';
import {
    damaged,
    Manifest,
    type Collected,
    type ContentCheck,
    type ContentReader,
    type ContentWriter,
    type SnapshotContent,
    type Walk
} from './snapshot-content.js';
import { syncDirectory } from './sync-directory.js';

const MANIFEST_SUFFIX = '.json';

/** Keeps contents in packs and manifests below one directory of this machine. */
export class DirectoryContent implements SnapshotContent {
    private readonly packs: string;
    private readonly manifests: string;
    private readonly damage: DamageList;

    constructor(directory: string) {
        this.packs = join(directory, 'packs');
        this.manifests = join(directory, 'manifests');
        this.damage = new DamageList(join(directory, 'damaged'));
    }

    async writer(): Promise<ContentWriter> {
        await this.makeDirectories();
        const places = placesIn(await this.readPacks());
        return new PackWriter(this.packs, hash => places.has(hash));
    }

    async reader(): Promise<ContentReader> {
        const packs = await this.readPacks();
        const places = placesIn(packs);
        return new PackReader(
            this.packs,
            hash => places.get(hash),
            pack => {
                this.examine(packs, pack);
            }
        );
    }

    async publish(id: string, manifest: Manifest): Promise<void> {
        await this.makeDirectories();
        const temporary = join(this.manifests, `${UNFINISHED}${randomBytes(8).toString('hex')}`);
        try {
            const file = await open(temporary, 'wx', 0o600);
            try {
                const text = JSON.stringify(manifest);
                await file.writeFile(`${text}\n${checksum(text)}\n`);
                await file.sync();
            } finally {
                await file.close();
            }
            await rename(temporary, this.manifestPath(id));
        } catch (error) {
            await rm(temporary, { force: true });
            throw error;
        }
        await syncDirectory(this.manifests);
    }

    async manifest(id: string): Promise<Manifest> {
        const text = await readFile(this.manifestPath(id), 'utf8').catch((error: unknown) => {
            if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
                throw new LongtableError('not-found', 'There is no such snapshot.');
            }
            throw error;
        });
        const [body = '', sum] = text.split('\n');
        if (checksum(body) !== sum) {
            throw damaged();
        }
        return Manifest.parse(JSON.parse(body));
    }

    async list(): Promise<readonly string[]> {
        return (await namesIn(this.manifests))
            .filter(name => name.endsWith(MANIFEST_SUFFIX) && !name.startsWith(UNFINISHED))
            .map(name => name.slice(0, -MANIFEST_SUFFIX.length));
    }

    async collect(keep: ReadonlySet<string>, walk: Walk): Promise<Collected> {
        const { unfinished, dead } = await this.remains(keep);
        await Promise.all([...unfinished, ...dead].map(path => rm(path, { force: true })));
        const packs = await this.readPacks();
        const { live, ...measured } = await measure(packs, await this.kept(keep), walk, this.packs);
        if (measured.damaged.length > 0) {
            // Which of its chunks somebody may still want to rescue is not known.
            return { ...measured, removedBytes: 0 };
        }
        const removedBytes = await collectPacks(this.packs, packs, live);
        return { ...measured, removedBytes, storedBytes: measured.storedBytes - removedBytes };
    }

    async check(keep: ReadonlySet<string>, walk: Walk): Promise<ContentCheck> {
        const { unfinished, dead } = await this.remains(keep);
        const packs = await this.readPacks();
        const { live, storedBytes, damaged: broken } = await measure(packs, await this.kept(keep), walk, this.packs);
        const liveBytes = [...live.values()].reduce((sum, { stored }) => sum + stored, 0);
        return {
            remains: [...unfinished, ...dead],
            deadBytes: Math.round(storedBytes - liveBytes),
            liveBytes: Math.round(liveBytes),
            damaged: broken
        };
    }

    /** Files that were being written when somebody was killed, and manifests without a record. */
    private async remains(keep: ReadonlySet<string>): Promise<{ unfinished: string[]; dead: string[] }> {
        const unfinished: string[] = [];
        for (const directory of [this.packs, this.manifests]) {
            const names = (await namesIn(directory)).filter(name => name.startsWith(UNFINISHED));
            unfinished.push(...names.map(name => join(directory, name)));
        }
        const dead = (await this.list()).filter(id => !keep.has(id)).map(id => this.manifestPath(id));
        return { unfinished, dead };
    }

    private async kept(keep: ReadonlySet<string>): Promise<ReadonlyMap<string, Manifest | undefined>> {
        const found = new Map<string, Manifest | undefined>();
        for (const id of keep) {
            found.set(id, await this.manifest(id).catch(() => undefined));
        }
        return found;
    }

    /** Packs with what can be read of them. */
    private async readPacks(): Promise<PackSet> {
        const names = (await namesIn(this.packs)).filter(name => name.endsWith(PACK_SUFFIX)).sort();
        const damaged = await this.damage.read();
        return Promise.all(
            names.map(async name => {
                const path = join(this.packs, name);
                const { blocks, chunks } = indexOf(path);
                const bad = damaged.get(name);
                const index = { blocks, chunks: chunks.filter(([hash]) => bad?.has(hash) !== true) };
                return { name, bytes: (await stat(path)).size, index };
            })
        );
    }

    /** Goes through a pack in which something is damaged, and writes down everything that is. */
    private examine(packs: PackSet, name: string): void {
        const concerned = packs.filter(pack => pack.name === name);
        const reader = new PackReader(this.packs, () => undefined);
        const broken = [...placesIn(concerned)].filter(([hash, place]) => !reader.isWhole(hash, place));
        void reader.dispose();
        this.damage.add(
            name,
            broken.map(([hash]) => hash)
        );
    }

    private manifestPath(id: string): string {
        return join(this.manifests, `${id}${MANIFEST_SUFFIX}`);
    }

    private async makeDirectories(): Promise<void> {
        for (const directory of [this.packs, this.manifests]) {
            await mkdir(directory, { recursive: true, mode: 0o700 });
        }
    }
}

/** A pack that is not whole counts as empty: who needs its chunks is told that they are damaged. */
function indexOf(path: string): PackIndex {
    try {
        return readIndex(path);
    } catch {
        return { blocks: [], chunks: [] };
    }
}

function namesIn(directory: string): Promise<readonly string[]> {
    return readdir(directory).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
            return [];
        }
        throw error;
    });
}

function checksum(text: string): string {
    return createHash('sha256').update(text).digest('hex');
}
