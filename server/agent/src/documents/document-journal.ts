import type { UserId } from '@longtable/common';
import * as Y from 'yjs';
import type { ClientIds } from './client-ids.js';
import type { DocumentContext } from './document-context.js';
import type { DocumentText } from './document-text.js';
import { EpochLedger } from './journal/epoch-ledger.js';
import { encodeRecord, type JournalRecord, type KnownFile } from './journal/journal-record.js';
import { Journal } from './journal/journal.js';
import type { TextFormat } from './text-file.js';

/** Bytes that a journal may have beyond four times what it would have if it were written anew. */
const SLACK = 64 * 1024;

/** What a journal is written from. */
export interface JournalSource {
    readonly epoch: string;
    readonly text: DocumentText;
    readonly ids: ClientIds;
    /** What changes in the life of the document. */
    readonly now: () => {
        readonly path: string;
        readonly known: KnownFile;
        readonly format: TextFormat;
        /** Whether something waits to be written without a save. */
        readonly unwritten: boolean;
    };
}

/** What is kept of a document beside its file: its journal while it lives, and its last state when its epoch ends. */
export class DocumentJournal {
    private readonly journal: Journal;
    private readonly ledger: EpochLedger;

    constructor(
        private readonly context: DocumentContext,
        private readonly source: JournalSource,
        path: string,
        onProblem: (problem: string | undefined) => void
    ) {
        const { clock, durable, journals } = context;
        this.ledger = EpochLedger.open(journals.epochsOf(path));
        this.journal = new Journal(journals.journalOf(path), {
            clock,
            durable,
            contents: () => this.contents(),
            onProblem
        });
    }

    /** Makes the file, or writes it anew. */
    renew(): Promise<boolean> {
        return this.journal.renew();
    }

    async renewIfLong(): Promise<void> {
        const { snapshot, tail } = this.source.text.history;
        const needed = tail.reduce((sum, update) => sum + update.length, snapshot.length);
        if (this.journal.size > 4 * needed + SLACK) {
            await this.renew();
        }
    }

    /** Resolves when the record is in the file. */
    record(record: JournalRecord): Promise<void> {
        return this.journal.append(encodeRecord(record));
    }

    /** Whether the record could be put into the file. */
    attempt(record: JournalRecord): Promise<boolean> {
        return this.journal.attempt(encodeRecord(record));
    }

    issueClientId(userId: UserId): number {
        const id = this.source.ids.issue(userId);
        this.journal.appendNow(encodeRecord({ kind: 'client', id, userId }));
        return id;
    }

    /** The file no longer tells the truth. */
    forget(): void {
        this.journal.forget();
    }

    move(path: string): void {
        this.journal.move(this.context.journals.journalOf(path));
        this.ledger.move(this.context.journals.epochsOf(path));
        void this.record({ kind: 'moved', path });
    }

    endedEpoch(epoch: string): Uint8Array | undefined {
        return this.ledger.get(epoch);
    }

    /** Lets go of the file, which is read when the document is opened again. */
    keep(): Promise<void> {
        return this.journal.close();
    }

    /**
     * The epoch is over, with everything in the file. It is remembered even if nobody wrote in it: who comes back from
     * it learns that nothing of theirs arrived.
     */
    async end(): Promise<void> {
        try {
            if (this.source.ids.any) {
                this.ledger.add(this.source.epoch, Y.encodeStateVector(this.source.text.doc));
            }
        } catch (error) {
            // On a full disk, say. Who comes back is then helped by a comparison of texts.
            console.error('The end of an epoch could not be written down:', error);
        }
        await this.journal.remove();
    }

    private contents(): Buffer {
        const { epoch, text, ids, now } = this.source;
        const { path, known, format, unwritten } = now();
        const kind = unwritten ? 'update' : 'held';
        const records: JournalRecord[] = [
            { kind: 'header', version: 1, path, epoch },
            ...Array.from(ids.entries(), ([id, userId]) => ({ kind: 'client' as const, id, userId })),
            { kind: 'snapshot', position: text.history.offset, snapshot: text.history.snapshot },
            ...text.history.tail.map(update => ({ kind, update }) as const),
            { kind: 'known', file: known },
            { kind: 'format', format }
        ];
        return Buffer.concat(records.map(encodeRecord));
    }
}
