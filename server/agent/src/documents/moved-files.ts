import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import { sameFile, stampAt, type FileIdentity } from './disk/file-stamp.js';
import { pathWithin } from './document-path.js';

const RECENT_MILLISECONDS = 2000;
const MOST_PATHS = 1000;

/** Finds files that are no longer where they were. */
export class MovedFiles {
    /** When something happened at a path lately. */
    private readonly times = new Map<string, number>();

    constructor(
        private readonly folder: string,
        private readonly clock: Clock
    ) {}

    /** Something changed at a path: a file may have been moved there. */
    changed(path: string): void {
        this.times.delete(path);
        this.times.set(path, this.clock.now());
        const [oldest] = this.times.keys();
        if (this.times.size > MOST_PATHS && oldest !== undefined) {
            this.times.delete(oldest);
        }
    }

    /** Whether something happened at a path at that time or later. */
    hasChanged(path: string, since: number): boolean {
        return (this.times.get(path) ?? -Infinity) >= since;
    }

    /** Looks for a file where something has changed lately, and in the folders that are named. */
    async find(
        identity: FileIdentity,
        folders: Iterable<string> = []
    ): Promise<{ file: string; path: string } | undefined> {
        const since = this.clock.now() - RECENT_MILLISECONDS;
        const files = new Set([...this.times].filter(([, time]) => time >= since).map(([path]) => path));
        for (const folder of folders) {
            const names = await readdir(folder).catch(() => []);
            names.forEach(name => files.add(join(folder, name)));
        }
        for (const file of files) {
            const there = await stampAt(file).catch(() => undefined);
            const path = pathWithin(this.folder, file);
            if (there !== undefined && path !== undefined && sameFile(there, identity)) {
                return { file, path };
            }
        }
        return undefined;
    }
}
