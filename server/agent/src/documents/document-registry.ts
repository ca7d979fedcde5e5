import { dirname, join } from 'node:path';
import { LongtableError } from '@longtable/common';
import type { Clock } from '../clock.js';
import type { Disposable } from '../disposable.js';
import { FolderWatchers } from './disk/folder-watchers.js';
import { sameFile, stampAt } from './disk/file-stamp.js';
import { TemporaryFolder } from './disk/temporary-folder.js';
import type { DocumentLease, Documents } from './documents.js';
import { locate, pathWithin } from './document-path.js';
import { USUAL_TIMINGS, type DocumentTimings } from './document-context.js';
import type { FileDocument } from './file-document.js';
import { JournalFiles } from './journal/journal-files.js';
import type { LiveDocument } from './live-document.js';
import { loadDocument, type LoadContext } from './load-document.js';
import { MovedFiles } from './moved-files.js';

/** Between a change in a folder and the look at it, in milliseconds: changes come in bursts. */
const LOOK_DELAY = 20;
const USUAL_LINGER = 30_000;
const USUAL_POLL = 5000;

export interface RegistryOptions {
    /** The workspace's folder. */
    readonly folder: string;
    /** Where journals are kept: a directory outside of the folder, made when needed. */
    readonly journals: string;
    readonly clock: Clock;
    readonly timings?: Partial<DocumentTimings>;
    /** How long a document stays loaded after the last replica has left it, in milliseconds. */
    readonly linger?: number;
    /** Between two looks at every file, for changes that no watcher tells of, in milliseconds. */
    readonly poll?: number;
    /** Whether journals are forced to the disk, which makes acknowledgements slower. */
    readonly durable?: boolean;
    /** Told of a document before it is let go of. */
    readonly onRelease?: (document: LiveDocument) => void;
}

interface Entry {
    readonly document: FileDocument;
    leases: number;
    watching: Disposable;
    lingering: Disposable | undefined;
    look: Disposable | undefined;
}

/** The documents that are open, each loaded once. */
export class DocumentRegistry implements Documents {
    /** By path. */
    private readonly entries = new Map<string, Entry>();
    /** What is being loaded, let go of or moved, by path. */
    private readonly busy = new Map<string, Promise<unknown>>();
    private readonly context: LoadContext;
    private readonly watchers = new FolderWatchers(path => this.onChange(path));
    private readonly moved: MovedFiles;
    private readonly recovered: Promise<void>;
    private polling: Disposable | undefined;
    private nextId = 1;
    private disposed = false;

    constructor(private readonly options: RegistryOptions) {
        const { clock, timings, durable = false, folder, journals } = options;
        this.context = {
            clock,
            durable,
            timings: { ...USUAL_TIMINGS, ...timings },
            journals: new JournalFiles(journals),
            temporary: new TemporaryFolder(dirname(folder)),
            whereIs: identity => this.moved.find(identity, this.watchers.watched()),
            makeRoom: path => this.makeRoom(path),
            onMoved: (id, from, to) => this.onMoved(id, from, to)
        };
        this.moved = new MovedFiles(folder, clock);
        this.recovered = this.recover().catch((error: unknown) => {
            console.error('What journals have kept could not be looked through:', error);
        });
        this.poll();
    }

    /** Resolves when all that journals have kept of an earlier life is in documents, or on disk. */
    get whenRecovered(): Promise<void> {
        return this.recovered;
    }

    /** The documents that are loaded now. */
    *loaded(): Iterable<LiveDocument> {
        for (const { document } of this.entries.values()) {
            yield document;
        }
    }

    async open(path: string): Promise<DocumentLease> {
        const found = await this.locate(path);
        for (;;) {
            if (this.disposed) {
                throw new LongtableError('unavailable', 'The workspace is being stopped.');
            }
            const entry = this.entries.get(found.path);
            const busy = this.busy.get(found.path);
            if (busy !== undefined) {
                await busy.catch(() => undefined);
            } else if (entry !== undefined) {
                return this.lease(entry);
            } else if (!(await this.wasMovedTo(found)) && !this.busy.has(found.path)) {
                await this.occupy(found.path, this.load(found.file, found.path));
            }
        }
    }

    async renamed(from: string, to: string): Promise<void> {
        for (const [path, entry] of [...this.entries]) {
            if (path === from || path.startsWith(`${from}/`)) {
                await this.follow(entry, `${to}${path.slice(from.length)}`);
            }
        }
    }

    flush(): Promise<void> {
        return this.forAll(document => document.flush());
    }

    saveAll(): Promise<void> {
        return this.forAll(document => document.saveIfThere());
    }

    private async forAll(write: (document: FileDocument) => Promise<void>): Promise<void> {
        const results = await Promise.allSettled([...this.entries.values()].map(({ document }) => write(document)));
        const failed = results.find(result => result.status === 'rejected');
        if (failed !== undefined) {
            throw failed.reason;
        }
    }

    async dispose(): Promise<void> {
        this.disposed = true;
        this.polling?.dispose();
        await this.recovered;
        await Promise.allSettled(this.busy.values());
        const released = [...this.entries].map(([path, entry]) => this.release(path, entry, true));
        for (const result of await Promise.allSettled(released)) {
            if (result.status === 'rejected') {
                console.error('A document could not be let go of in order:', result.reason);
            }
        }
        this.watchers.dispose();
        await this.context.temporary.remove();
    }

    /** The file of a path. One that is gone is found as long as a journal keeps text of it. */
    private async locate(path: string): Promise<{ file: string; path: string }> {
        try {
            return await locate(this.options.folder, path);
        } catch (error) {
            const file = join(this.options.folder, path);
            const plain = pathWithin(this.options.folder, file);
            if (plain !== undefined && (this.entries.has(plain) || (await this.context.journals.has(plain)))) {
                return { file, path: plain };
            }
            throw error;
        }
    }

    /** Whoever has moved a file may open it before anything has told of the move: its document goes along then. */
    private async wasMovedTo({ file, path }: { file: string; path: string }): Promise<boolean> {
        const stamp = await stampAt(file);
        const entry = [...this.entries.values()].find(
            ({ document: { identity } }) => stamp !== undefined && identity !== undefined && sameFile(stamp, identity)
        );
        return this.entries.has(path) || (entry !== undefined && (await entry.document.follow(file, path)));
    }

    private async load(file: string, path: string): Promise<void> {
        const watching = this.watchers.watch(dirname(file));
        const began = this.options.clock.now();
        try {
            const document = await loadDocument(this.context, this.nextId++, file, path);
            const entry = { document, leases: 0, watching, lingering: undefined, look: undefined };
            this.entries.set(path, entry);
            if ([file, dirname(file)].some(place => this.moved.hasChanged(place, began))) {
                // It may be another file by now than the one that was read.
                this.lookSoon(entry);
            }
        } catch (error) {
            watching.dispose();
            throw error;
        }
    }

    private lease(entry: Entry): DocumentLease {
        entry.leases++;
        entry.lingering?.dispose();
        entry.lingering = undefined;
        let disposed = false;
        return {
            document: entry.document,
            dispose: () => {
                if (!disposed && --entry.leases === 0) {
                    // Told as a problem if it fails, and tried again.
                    entry.document.flush().catch(() => undefined);
                    this.linger(entry);
                }
                disposed = true;
            }
        };
    }

    /** Somebody who reloads a page, or was cut off, finds the same history again. */
    private linger(entry: Entry): void {
        const { clock, linger = USUAL_LINGER } = this.options;
        entry.lingering = clock.after(linger, () => {
            const path = entry.document.metadata.path;
            if (entry.leases === 0 && !this.disposed && !this.busy.has(path) && this.entries.get(path) === entry) {
                inBackground(this.occupy(path, this.release(path, entry, false)));
            }
        });
    }

    private async release(path: string, entry: Entry, anyway: boolean): Promise<void> {
        entry.lingering?.dispose();
        entry.look?.dispose();
        try {
            this.options.onRelease?.(entry.document);
        } catch (error) {
            console.error(`Not everything that is known of ${path} could be kept:`, error);
        }
        if (await entry.document.close(anyway)) {
            this.entries.delete(path);
            entry.watching.dispose();
        } else {
            this.linger(entry);
        }
    }

    private async occupy(path: string, work: Promise<void>): Promise<void> {
        this.busy.set(path, work);
        try {
            await work;
        } finally {
            this.busy.delete(path);
        }
    }

    private onChange(path: string): void {
        this.moved.changed(path);
        for (const entry of this.entries.values()) {
            const { location } = entry.document;
            if (location === path || dirname(location) === path) {
                this.lookSoon(entry);
            }
        }
    }

    private lookSoon(entry: Entry): void {
        entry.look ??= this.options.clock.after(LOOK_DELAY, () => {
            entry.look = undefined;
            inBackground(this.look(entry));
        });
    }

    private async look(entry: Entry): Promise<void> {
        await entry.document.lookAtDisk();
        const { identity, metadata } = entry.document;
        if (metadata.onDisk || identity === undefined) {
            return;
        }
        const found = await this.moved.find(identity);
        if (found !== undefined) {
            await this.follow(entry, found.path);
        }
    }

    /** Lets a document follow its file, if `to` is where that is now. */
    private async follow(entry: Entry, to: string): Promise<void> {
        await Promise.allSettled([this.busy.get(to)]);
        await entry.document.follow(join(this.options.folder, to), to);
    }

    /** A document is about to get a path: that of another one, whose file is replaced by it, is over. */
    private async makeRoom(path: string): Promise<void> {
        await Promise.allSettled([this.busy.get(path)]);
        const other = this.entries.get(path);
        if (other !== undefined) {
            await this.occupy(path, this.giveUp(path, other));
        }
    }

    private async giveUp(path: string, entry: Entry): Promise<void> {
        await entry.document.giveUp(`${path} was replaced by another file, which was moved there.`);
        this.entries.delete(path);
        entry.lingering?.dispose();
        entry.look?.dispose();
        entry.watching.dispose();
    }

    private onMoved(id: number, from: string, to: string): void {
        const entry = this.entries.get(from);
        if (entry?.document.id === id) {
            this.entries.delete(from);
            this.entries.set(to, entry);
            entry.watching.dispose();
            entry.watching = this.watchers.watch(dirname(entry.document.location));
        }
    }

    private poll(): void {
        const { clock, poll = USUAL_POLL } = this.options;
        this.polling = clock.after(poll, () => {
            this.watchers.check();
            inBackground(
                this.lookAtAll().finally(() => {
                    if (!this.disposed) {
                        this.poll();
                    }
                })
            );
        });
    }

    private async lookAtAll(): Promise<void> {
        for (const entry of [...this.entries.values()]) {
            await this.look(entry);
        }
    }

    /** Brings to disk what an agent that was killed had only in journals. */
    private async recover(): Promise<void> {
        const { journals, temporary } = this.context;
        for (const path of await journals.paths()) {
            try {
                (await this.open(path)).dispose();
            } catch (error) {
                console.error(
                    `What was typed into ${path} before the workspace was ended waits in its journal:`,
                    error
                );
            }
        }
        await temporary.removeRemains();
        await journals.tidy();
    }
}

/** What goes wrong in the background must not end the agent. */
function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => console.error('Something about live documents failed:', error));
}
