import { statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { Disposable } from '../../disposable.js';

interface Watched {
    count: number;
    watcher: FSWatcher | undefined;
    /** Which folder the watcher is on; another one may have taken its path since. */
    inode: number | undefined;
}

/** Watches folders, each once, however many of their files are of interest. */
export class FolderWatchers implements Disposable {
    private readonly folders = new Map<string, Watched>();

    /** `onChange` is told the path of what changed, was made or is gone, or of the folder where that is not known. */
    constructor(private readonly onChange: (path: string) => void) {}

    watch(folder: string): Disposable {
        const watched = this.folders.get(folder) ?? { count: 0, watcher: undefined, inode: undefined };
        watched.count++;
        this.folders.set(folder, watched);
        if (watched.watcher === undefined) {
            this.begin(folder, watched);
        }
        let disposed = false;
        return {
            dispose: () => {
                if (!disposed && --watched.count === 0) {
                    watched.watcher?.close();
                    this.folders.delete(folder);
                }
                disposed = true;
            }
        };
    }

    /** The folders that are watched now. */
    watched(): Iterable<string> {
        return this.folders.keys();
    }

    /** Watches again what could not be watched, or was replaced by another folder of the same path. */
    check(): void {
        for (const [folder, watched] of this.folders) {
            if (watched.watcher === undefined || inodeOf(folder) !== watched.inode) {
                this.begin(folder, watched);
            }
        }
    }

    dispose(): void {
        for (const { watcher } of this.folders.values()) {
            watcher?.close();
        }
        this.folders.clear();
    }

    private begin(folder: string, watched: Watched): void {
        watched.watcher?.close();
        watched.watcher = undefined;
        watched.inode = inodeOf(folder);
        if (watched.inode === undefined) {
            return;
        }
        try {
            const watcher = watch(folder, { persistent: false }, (_, name) => {
                this.onChange(name === null ? folder : join(folder, name));
            });
            watcher.on('error', () => {
                watcher.close();
                watched.watcher = undefined;
            });
            watched.watcher = watcher;
        } catch {
            // The system has no more watchers to give; whoever is interested also looks now and then.
        }
    }
}

function inodeOf(folder: string): number | undefined {
    try {
        return statSync(folder).ino;
    } catch {
        return undefined;
    }
}
