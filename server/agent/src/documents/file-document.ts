import { LongtableError, type UserId } from '@longtable/common';
import type { DocumentFormat, DocumentMetadata } from '@longtable/common/documents';
import type * as Y from 'yjs';
import type { Disposable } from '../disposable.js';
import { ClientIds } from './client-ids.js';
import { DiskSync } from './disk-sync.js';
import type { DiskFile } from './disk/disk-file.js';
import { explainFailure } from './disk/explain-failure.js';
import { sameFile, stampAt, type FileIdentity } from './disk/file-stamp.js';
import type { DocumentContext, DocumentState } from './document-context.js';
import { DocumentJournal } from './document-journal.js';
import type { DocumentText } from './document-text.js';
import { FlushDemand } from './flush-demand.js';
import { FlushSchedule } from './flush-schedule.js';
import { Listeners } from './listeners.js';
import type { Author, DocumentEnd, LiveDocument } from './live-document.js';
import { MetadataBoard } from './metadata-board.js';
import { OneAtATime } from './one-at-a-time.js';

/** The document of one file: joins its text, its journal and its file. */
export class FileDocument implements LiveDocument {
    readonly id: number;
    readonly epoch: string;
    private readonly updates = new Listeners<{ readonly update: Uint8Array; readonly by: Author | 'disk' }>();
    private readonly ends = new Listeners<DocumentEnd>();
    private readonly text: DocumentText;
    private readonly file: DiskFile;
    private readonly ids: ClientIds;
    private readonly disk: DiskSync;
    private readonly journal: DocumentJournal;
    private readonly demand: FlushDemand;
    /** What waits for a save may grow long without a flush. */
    private readonly rest: FlushSchedule;
    private readonly board: MetadataBoard;
    private readonly turns = new OneAtATime();
    private journalProblem: string | undefined;
    private diskProblem: string | undefined;
    private path: string;
    private closed = false;

    constructor(
        private readonly context: DocumentContext,
        state: DocumentState
    ) {
        const { clock, timings } = context;
        const { id, epoch, text, file, path, known, format } = state;
        [this.id, this.epoch, this.text, this.file, this.path] = [id, epoch, text, file, path];
        this.diskProblem = state.problem;
        this.ids = new ClientIds(state.owners, text.client);
        this.demand = new FlushDemand(clock, timings, state.unwritten, quiet =>
            this.inTurn(() => this.write(false, quiet))
        );
        this.rest = new FlushSchedule(clock, timings.rest, timings.rest * 30, () => {
            if (text.history.wantsLatest) {
                text.history.keepLatest(text.encode());
            }
        });
        const now = () => {
            const { knownFile, format: next } = this.disk;
            return { path: this.path, known: knownFile, format: next, unwritten: this.demand.waits };
        };
        const source = { epoch, text, ids: this.ids, now };
        this.journal = new DocumentJournal(context, source, path, problem => this.onJournalProblem(problem));
        const host = {
            text,
            file,
            clock,
            settleMilliseconds: timings.settle,
            journal: this.journal,
            changed: (update: Uint8Array) => this.updates.tell({ update, by: 'disk' }),
            wantsFlush: () => this.demand.add(),
            inTurn: (task: () => Promise<void>) => void this.inTurn(task).catch(() => undefined)
        };
        this.disk = new DiskSync(host, known, format);
        this.board = new MetadataBoard(this.describe());
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
        return this.board.metadata;
    }

    /** Which file it is, or was before it was gone. */
    get identity(): FileIdentity | undefined {
        return this.file.identity;
    }

    get location(): string {
        return this.file.path;
    }

    history() {
        return this.text.history.forJoining();
    }

    issueClientId(userId: UserId): number {
        return this.journal.issueClientId(userId);
    }

    ownerOf(clientId: number): UserId | undefined {
        return this.ids.ownerOf(clientId);
    }

    endedEpoch(epoch: string): Uint8Array | undefined {
        return this.journal.endedEpoch(epoch);
    }

    apply(update: Uint8Array, by: Author): Promise<void> {
        this.text.apply(update);
        const written = this.journal.record({ kind: by.autoSave ? 'update' : 'held', update });
        this.updates.tell({ update, by });
        if (by.autoSave) {
            this.demand.add();
        } else {
            this.rest.touch();
        }
        if (!this.metadata.dirty) {
            this.refresh();
        }
        return written;
    }

    async save(stateVector: Uint8Array): Promise<void> {
        await this.arrivalOf(stateVector);
        await this.inTurn(() => this.write(true, false));
    }

    async revert(): Promise<void> {
        // It may have to wait for the disk, and nobody means what is typed meanwhile.
        const late = new Set<Uint8Array>();
        const listening = this.updates.add(({ update, by }) => by !== 'disk' && late.add(update));
        const done = this.demand.begin();
        try {
            await this.inTurn(() => this.disk.revert(late));
            done();
        } finally {
            listening.dispose();
        }
    }

    async changeFormat({ encoding, lineEnd, reopen = false }: DocumentFormat): Promise<void> {
        await this.inTurn(async () => {
            if (reopen) {
                if (this.disk.dirty) {
                    await this.write(true, false);
                }
                await this.disk.reopen(encoding);
                return;
            }
            const waitsForSave = this.disk.dirty && !this.demand.waits;
            await this.disk.changeFormat({
                ...(encoding !== undefined && { encoding }),
                ...(lineEnd !== undefined && { lineEnd })
            });
            if (encoding !== undefined || !waitsForSave) {
                await this.write(encoding !== undefined, false);
            }
        });
    }

    /** Writes what waits to be written without a save. */
    flush(): Promise<void> {
        return this.inTurn(() => this.writeIfWaiting());
    }

    /** Writes also what waits for a save, unless the file is gone or is no text any more. */
    saveIfThere(): Promise<void> {
        return this.inTurn(() => this.write(false, false));
    }

    /** Compares the document with its file, and merges what somebody else has made of it. */
    async lookAtDisk(): Promise<void> {
        // A file that cannot be looked at now is looked at again, at the latest before the next flush.
        await this.inTurn(() => this.disk.look()).catch(() => undefined);
        if (this.demand.waits && this.disk.isThere) {
            this.demand.add();
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
    close(anyway = false): Promise<boolean> {
        return this.turns.run(async () => {
            await this.disk.takeLate();
            const flushed = await this.writeIfWaiting().then(
                () => true,
                () => false
            );
            this.refresh();
            if (!flushed && !anyway) {
                return false;
            }
            await this.disk.takeLate();
            await this.letGo(this.disk.dirty);
            return true;
        });
    }

    /** Is over, because its file is about to belong to another document. What it has is in the file then. */
    async giveUp(message: string): Promise<void> {
        await this.turns.run(async () => {
            try {
                do {
                    await this.write(true, false);
                    await this.disk.takeLate();
                } while (this.disk.dirty);
            } catch (error) {
                console.error(`What was typed into ${this.path} could not be merged into what was moved there:`, error);
            }
            this.ends.tell({ reason: 'removed', message });
            await this.letGo(false);
        });
    }

    onUpdate(listener: (update: Uint8Array, by: Author | 'disk') => void): Disposable {
        return this.updates.add(({ update, by }) => listener(update, by));
    }

    onMetadata(listener: () => void): Disposable {
        return this.board.onChange(listener);
    }

    onEnd(listener: (end: DocumentEnd) => void): Disposable {
        return this.ends.add(listener);
    }

    private async letGo(keepJournal: boolean): Promise<void> {
        this.closed = true;
        this.demand.dispose();
        this.rest.dispose();
        await (keepJournal ? this.journal.keep() : this.journal.end());
        this.doc.destroy();
    }

    private async move(file: string, path: string): Promise<boolean> {
        if (this.closed || file === this.file.path || !(await this.isAt(file))) {
            return false;
        }
        await this.context.makeRoom(path);
        const from = this.path;
        this.file.path = file;
        this.path = path;
        this.journal.move(path);
        this.context.onMoved(this.id, from, path);
        this.refresh();
        return true;
    }

    private async isAt(file: string): Promise<boolean> {
        const [there, left] = await Promise.all([stampAt(file), stampAt(this.file.path)]);
        const { identity } = this.file;
        const isSame = there !== undefined && identity !== undefined && sameFile(there, identity);
        return isSame || (there !== undefined && left === undefined);
    }

    private async writeIfWaiting(): Promise<void> {
        if (this.demand.waits) {
            await this.write(false, false);
        }
    }

    private async write(explicit: boolean, quiet: boolean): Promise<void> {
        const done = this.demand.begin();
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
        if (this.disk.isThere) {
            done();
        }
        await this.journal.renewIfLong();
    }

    /** A save would make a file that is gone again at its old path, even if it was only moved. */
    private async followIfMoved(): Promise<void> {
        await this.disk.look();
        const { identity } = this.file;
        const found = this.disk.onDisk || identity === undefined ? undefined : await this.context.whereIs(identity);
        if (found !== undefined) {
            await this.move(found.file, found.path);
        }
    }

    /** Does something with the file when nothing else does, and tells what came of it. */
    private async inTurn(task: () => Promise<void>): Promise<void> {
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

    private onJournalProblem(problem: string | undefined): void {
        this.journalProblem =
            problem && `What is typed now is not safe yet, because it cannot be written down (${problem}).`;
        this.refresh();
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
        this.board.set(this.describe());
    }
}
