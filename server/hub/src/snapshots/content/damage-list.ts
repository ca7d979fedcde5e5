import { appendFileSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ChunkHash } from './snapshot-content.js';

/**
 * Chunks that turned out to be damaged, one line each: the pack and the hash. Nobody takes what is in it for stored, so
 * that the next snapshot with the same content stores it anew, which makes the ones before it whole again.
 */
export class DamageList {
    constructor(private readonly path: string) {}

    /** For each pack the hashes of what is damaged in it. */
    async read(): Promise<ReadonlyMap<string, ReadonlySet<ChunkHash>>> {
        const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
            if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
                return '';
            }
            throw error;
        });
        const damaged = new Map<string, Set<ChunkHash>>();
        for (const line of text.split('\n')) {
            const [pack = '', hash = ''] = line.split(' ');
            const known = damaged.get(pack);
            if (known === undefined) {
                damaged.set(pack, new Set([hash]));
            } else {
                known.add(hash);
            }
        }
        return damaged;
    }

    /** Waits for the disk. */
    add(pack: string, hashes: readonly ChunkHash[]): void {
        const file = openSync(this.path, 'a', 0o600);
        try {
            appendFileSync(file, hashes.map(hash => `${pack} ${hash}\n`).join(''));
            fsyncSync(file);
        } finally {
            closeSync(file);
        }
    }
}
