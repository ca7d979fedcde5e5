import { LongtableError, type UserId } from '@longtable/common';
import type { DocumentFormat, DocumentMetadata } from '@longtable/common/documents';
import * as Y from 'yjs';
import type { Clock } from '../clock.js';
import type { Disposable } from '../disposable.js';
import { ClientIds } from './client-ids.js';
import { DiskSync } from './disk-sync.js';
import type { DiskFile } from './disk/disk-file.js';
import { explainFailure } from './disk/explain-failure.js';
import { sameFile, stampAt, type FileStamp } from './disk/file-stamp.js';
import type { DocumentText } from './document-text.js';
import { FlushSchedule } from './flush-schedule.js';
import { EpochLedger } from './journal/epoch-ledger.js';
import type { JournalFiles } from './journal/journal-files.js';
import { encodeRecord, type JournalRecord, type KnownFile } from './journal/journal-record.js';
import { Journal } from './journal/journal.js';
import { Listeners } from './listeners.js';
import type { Author, DocumentEnd, LiveDocument } from './live-document.js';
import { OneAtATime } from './one-at-a-time.js';
import type { TextFormat } from './text-file.js';

/** Waits of documents, in milliseconds. */
export interface DocumentTimings {
    /** After the last edit, a flush comes. */
    readonly quiet: number;
    /** After the first edit it comes at the latest. */
    readonly most: number;
    /** A file must have been left alone so long before what is in it counts. */
    readonly settle: number;
    /** After a flush that failed, the next one is tried. */
    readonly retry: number;
    /** How long a save waits for text that it names and that is still under way. */
    readonly arrival: number;
}

export const USUAL_TIMINGS: DocumentTimings = { quiet: 400, most: 2000, settle: 100, retry: 5000, arrival: 10_000 };

/** What all documents of a workspace have in common. */
export interface DocumentContext {
    readonly clock: Clock;
    readonly timings: DocumentTimings;
    readonly journals: JournalFiles;
    readonly durable: boolean;
    /** Where a file is that is not where it was, as far as that can be seen. */
    whereIs(stamp: FileStamp): Promise<{ readonly file: string; readonly path: string } | undefined>;
    /** Resolves when no other document has this path. */
    makeRoom(path: string): Promise<void>;
    onMoved(document: FileDocument, from: string, to: string): void;
}

/** What a document begins or goes on with. */
export interface DocumentState {
    readonly id: number;
    readonly epoch: string;
    readonly path: string;
    readonly file: DiskFile;
    readonly text: DocumentText;
    readonly known: KnownFile;
    readonly format: TextFormat;
    readonly owners: ReadonlyMap<number, UserId>;
    /** Whether something waits to be written without a save. */
    readonly unwritten: boolean;
    readonly problem: string | undefined;
}

/** Bytes that a journal may have beyond four times what it would have if it were written anew. */
const JOURNAL_SLACK = 64 * 1024;

/** The document of one file: joins its text, its journal and its file. */
export class FileDocument implements LiveDocument {
    readonly id: number;
    readonly epoch: string;
    private readonly updates = new Listeners<{ readonly update: Uint8Array; readonly by: Author | 'disk' }>();
    private readonly metadatas = new Listeners<undefined>();
    private readonly ends = new Listeners<DocumentEnd>();
    private readonly text: DocumentText;
    private readonly file: DiskFile;
    private readonly ids: ClientIds;
    private readonly disk: DiskSync;
    private readonly journal: Journal;
    private readonly ledger: EpochLedger;
    private readonly schedule: FlushSchedule;
    private readonly turns = new OneAtATime();
    private retry: Disposable | undefined;
    /** How often something was to be written without a save, and how often by then that was done. */
    private wanted: number;
    private written = 0;
    private journalProblem: string | undefined;
    private diskProblem: string | undefined;
    private path: string;
    private told: DocumentMetadata;
    private closed = false;

    constructor(
        private readonly context: DocumentContext,
        state: DocumentState
    ) {
        const { clock, timings, journals, durable } = context;
        ({ id: this.id, epoch: this.epoch, text: this.text, file: this.file, path: this.path } = state);
        this.wanted = state.unwritten ? 1 : 0;
        this.diskProblem = state.problem;
        this.ids = new ClientIds(state.owners, this.text.client);
        this.ledger = EpochLedger.open(journals.epochsOf(this.path));
        this.schedule = new FlushSchedule(clock, timings.quiet, timings.most, quiet => void this.tryToFlush(quiet));
        this.journal = new Journal(journals.journalOf(this.path), {
            clock,
            durable,
            contents: () => this.journalContents(),
            onProblem: problem => {
                this.journalProblem =
                    problem === undefined
                        ? undefined
                        : `What is typed now is not safe yet, because it cannot be written down (${problem}).`;
                this.refresh();
            }
        });
        this.disk = new DiskSync(
            {
                text: this.text,
                file: this.file,
                clock,
                settleMilliseconds: timings.settle,
                record: record => void this.record(record),
                attempt: record => this.journal.attempt(encodeRecord(record)),
                forgetJournal: () => this.journal.forget(),
                changed: update => this.updates.tell({ update, by: 'disk' }),
                wantsFlush: () => this.wantsFlush(),
                inTurn: task => this.inBackground(task)
            },
            state.known,
            state.format
        );
        this.told = this.describe();
    }

    /** Makes the journal. What was kept of an earlier life is compared with the file. */
    async begin(resumed: boolean): Promise<void> {
        await this.journal.renew();
        if (resumed) {
            await this.lookAtDisk();
        }
    }

    get doc(): Y.Doc {
        return this.text.doc;
    }

    get metadata(): DocumentMetadata {
        return this.told;
    }

    /** Which file it is, as long as it is where it was. */
    get stamp(): FileStamp | undefined {
        return this.file.stamp;
    }

    get location(): string {
        return this.file.path;
    }

    history() {
        return { snapshot: this.text.history.snapshot, tail: this.text.history.tail };
    }

    issueClientId(userId: UserId): number {
        const id = this.ids.issue(userId);
        this.journal.appendNow(encodeRecord({ kind: 'client', id, userId }));
        return id;
    }

    ownerOf(clientId: number): UserId | undefined {
        return this.ids.ownerOf(clientId);
    }

    endedEpoch(epoch: string): Uint8Array | undefined {
        return this.ledger.get(epoch);
    }

    apply(update: Uint8Array, by: Author): Promise<void> {
        this.text.apply(update);
        const written = this.record({ kind: by.autoSave ? 'update' : 'held', update });
        this.updates.tell({ update, by });
        if (by.autoSave) {
            this.wantsFlush();
        }
        if (!this.told.dirty) {
            this.refresh();
        }
        return written;
    }

    async save(stateVector: Uint8Array): Promise<void> {
        await this.arrivalOf(stateVector);
        await this.flush(true);
    }

    async revert(): Promise<void> {
        await this.onDisk(() => this.disk.revert());
        this.written = this.wanted;
        this.schedule.dispose();
    }

    async changeFormat({ encoding, lineEnd, reopen = false }: DocumentFormat): Promise<void> {
        await this.onDisk(async () => {
            if (reopen) {
                if (this.disk.dirty) {
                    await this.write(true, false);
                }
                await this.disk.reopen(encoding);
                return;
            }
            const waits = this.disk.dirty && !this.unwritten;
            await this.disk.changeFormat({
                ...(encoding !== undefined && { encoding }),
                ...(lineEnd !== undefined && { lineEnd })
            });
            if (encoding !== undefined || !waits) {
                await this.write(encoding !== undefined, false);
            }
        });
    }

    /** Writes what waits to be written; with `explicit` also what waits for a save, and a file that is gone. */
    async flush(explicit = false): Promise<void> {
        await this.onDisk(async () => {
            if (explicit || this.unwritten) {
                await this.write(explicit, false);
            }
        });
    }

    /** Compares the document with its file, and merges what somebody else has made of it. */
    async lookAtDisk(): Promise<void> {
        // A file that cannot be looked at now is looked at again, at the latest before the next flush.
        await this.onDisk(() => this.disk.look()).catch(() => undefined);
        if (this.unwritten && this.disk.onDisk && this.disk.unreadable === undefined) {
            this.wantsFlush();
        }
    }

    /** Goes along with its file, and returns true, if `file` is where that is now. */
    async follow(file: string, path: string): Promise<boolean> {
        const moved = await this.turns.run(() => this.move(file, path));
        if (moved) {
            await this.lookAtDisk();
        }
        return moved;
    }

    /**
     * Flushes and lets go of everything. Returns false, and goes on, when there is something left to write that cannot
     * be written, unless `anyway`: then the journal keeps it, as it keeps what waits for a save.
     */
    async close(anyway = false): Promise<boolean> {
        const flushed = await this.flush().then(
            () => true,
            () => false
        );
        if (!flushed && !anyway) {
            return false;
        }
        return this.turns.run(async () => {
            await this.disk.takeLate();
            if (this.unwritten && flushed) {
                await this.write(false, false);
            }
            this.dispose();
            if (this.disk.dirty) {
                await this.journal.close();
            } else {
                this.rememberEpoch();
                await this.journal.remove();
            }
            this.doc.destroy();
            return true;
        });
    }

    /** Is over, because its file is about to belong to another document. What it has is in the file then. */
    async giveUp(message: string): Promise<void> {
        await this.turns.run(async () => {
            try {
                do {
                    await this.write(true, false);
                } while (this.disk.dirty);
            } catch (error) {
                console.error(`What was typed into ${this.path} could not be merged into what was moved there:`, error);
            }
            this.ends.tell({ reason: 'removed', message });
            this.dispose();
            this.rememberEpoch();
            await this.journal.remove();
        });
    }

    onUpdate(listener: (update: Uint8Array, by: Author | 'disk') => void): Disposable {
        return this.updates.add(({ update, by }) => listener(update, by));
    }

    onMetadata(listener: () => void): Disposable {
        return this.metadatas.add(listener);
    }

    onEnd(listener: (end: DocumentEnd) => void): Disposable {
        return this.ends.add(listener);
    }

    private async move(file: string, path: string): Promise<boolean> {
        if (this.closed || file === this.file.path || !(await this.isAt(file))) {
            return false;
        }
        await this.context.makeRoom(path);
        const from = this.path;
        this.file.path = file;
        this.path = path;
        this.journal.move(this.context.journals.journalOf(path));
        this.ledger.move(this.context.journals.epochsOf(path));
        void this.record({ kind: 'moved', path });
        this.context.onMoved(this, from, path);
        this.refresh();
        return true;
    }

    private async isAt(file: string): Promise<boolean> {
        const [there, left] = await Promise.all([stampAt(file), stampAt(this.file.path)]);
        const { stamp } = this.file;
        const isSame = there !== undefined && stamp !== undefined && sameFile(there, stamp);
        return isSame || (there !== undefined && left === undefined);
    }

    private dispose(): void {
        this.closed = true;
        this.schedule.dispose();
        this.retry?.dispose();
    }

    /** Also of an epoch in which nobody wrote: who comes back from it learns that nothing of theirs arrived. */
    private rememberEpoch(): void {
        if (this.ids.any) {
            this.ledger.add(this.epoch, Y.encodeStateVector(this.doc));
        }
    }

    private record(record: JournalRecord): Promise<void> {
        return this.journal.append(encodeRecord(record));
    }

    /** Whether something waits to be written without a save. */
    private get unwritten(): boolean {
        return this.wanted > this.written;
    }

    private wantsFlush(): void {
        this.wanted++;
        if (!this.closed) {
            this.schedule.touch();
        }
    }

    private inBackground(task: () => Promise<void>): void {
        if (!this.closed) {
            void this.onDisk(task).catch(() => undefined);
        }
    }

    private async tryToFlush(quiet: boolean): Promise<void> {
        this.retry?.dispose();
        await this.onDisk(() => this.write(false, quiet)).catch(() => {
            // Told as a problem; what is typed meanwhile makes no more attempts.
            this.retry = this.context.clock.after(this.context.timings.retry, () => this.schedule.touch());
        });
    }

    private async write(explicit: boolean, quiet: boolean): Promise<void> {
        this.schedule.dispose();
        const { wanted } = this;
        try {
            if (explicit) {
                await this.followIfMoved();
            }
            await this.disk.flush(explicit, quiet);
            this.diskProblem = undefined;
        } catch (error) {
            const explained = explainFailure(error, this.path);
            this.diskProblem = explained.message;
            throw explained;
        }
        if (this.disk.onDisk && this.disk.unreadable === undefined) {
            this.written = wanted;
        }
        const { snapshot, tail } = this.text.history;
        const needed = tail.reduce((sum, update) => sum + update.length, snapshot.length);
        if (this.journal.size > 4 * needed + JOURNAL_SLACK) {
            await this.journal.renew();
        }
    }

    /** A save would make a file that is gone again at its old path, even if it was only moved. */
    private async followIfMoved(): Promise<void> {
        await this.disk.look();
        const found = this.disk.onDisk || this.stamp === undefined ? undefined : await this.context.whereIs(this.stamp);
        if (found !== undefined) {
            await this.move(found.file, found.path);
        }
    }

    /** Does something with the file when nothing else does, and tells what came of it. */
    private async onDisk(task: () => Promise<void>): Promise<void> {
        await this.turns.run(async () => {
            if (this.closed) {
                return;
            }
            try {
                await task();
            } catch (error) {
                throw explainFailure(error, this.path);
            } finally {
                this.refresh();
            }
        });
    }

    private arrivalOf(stateVector: Uint8Array): Promise<void> {
        if (this.text.holds(stateVector)) {
            return Promise.resolve();
        }
        return new Promise((resolve, reject) => {
            const done = () => {
                listening.dispose();
                timer.dispose();
            };
            const listening = this.onUpdate(() => {
                if (this.text.holds(stateVector)) {
                    done();
                    resolve();
                }
            });
            const timer = this.context.clock.after(this.context.timings.arrival, () => {
                done();
                const message = 'Some of your text has not arrived here yet, so nothing was saved. Save again.';
                reject(new LongtableError('conflict', message));
            });
        });
    }

    private journalContents(): Buffer {
        const { history } = this.text;
        const { knownFile, format } = this.disk;
        const kind = this.unwritten ? 'update' : 'held';
        const records: JournalRecord[] = [
            { kind: 'header', version: 1, path: this.path, epoch: this.epoch },
            ...Array.from(this.ids.entries(), ([id, userId]) => ({ kind: 'client' as const, id, userId })),
            { kind: 'snapshot', position: history.offset, snapshot: history.snapshot },
            ...history.tail.map(update => ({ kind, update }) as const),
            { kind: 'known', file: knownFile },
            { kind: 'format', format }
        ];
        return Buffer.concat(records.map(encodeRecord));
    }

    private describe(): DocumentMetadata {
        const { format, dirty, onDisk, unreadable } = this.disk;
        const problem = this.journalProblem ?? this.diskProblem ?? unreadable;
        return {
            path: this.path,
            encoding: format.encoding,
            lineEnd: format.lineEnd,
            dirty,
            onDisk,
            ...(problem !== undefined && { problem })
        };
    }

    private refresh(): void {
        const now = this.describe();
        const before = this.told;
        const keys = ['path', 'encoding', 'lineEnd', 'dirty', 'onDisk', 'problem'] as const;
        if (keys.some(key => now[key] !== before[key])) {
            this.told = now;
            this.metadatas.tell(undefined);
        }
    }
}
