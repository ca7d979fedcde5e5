import type { UserId } from '@longtable/common';
import { History } from '../history.js';
import type { TextFormat } from '../text-file.js';
import { decodeRecords, type JournalRecord, type KnownFile } from './journal-record.js';

/** What a journal tells of its document. */
export interface Replayed {
    readonly path: string;
    readonly epoch: string;
    readonly owners: ReadonlyMap<number, UserId>;
    readonly history: History;
    readonly known: KnownFile;
    /** How the file is to be written the next time. */
    readonly format: TextFormat;
    /** A flush that was under way when the journal ended. */
    readonly flushing: { readonly file: KnownFile; readonly temporary: string } | undefined;
    /** Position of the last change that is to be written to the file without an explicit save. */
    readonly lastUpdate: number;
}

/** Reads a journal. Undefined for one that holds nothing; throws on one that is damaged. */
export function replay(bytes: Buffer): Replayed | undefined {
    const reader = new Reader();
    for (const record of decodeRecords(bytes)) {
        reader.read(record);
    }
    return reader.result();
}

class Reader {
    private header: { readonly path: string; readonly epoch: string } | undefined;
    private history: History | undefined;
    private known: KnownFile | undefined;
    private format: TextFormat | undefined;
    private flushing: Replayed['flushing'];
    /** Position of the last change that is to be written by itself. */
    private lastUpdate = 0;
    private readonly owners = new Map<number, UserId>();

    read(record: JournalRecord): void {
        switch (record.kind) {
            case 'header':
                this.header = record;
                return;
            case 'client':
                this.owners.set(record.id, record.userId);
                return;
            case 'snapshot':
                this.history = new History(record.snapshot, record.position);
                return;
            case 'update':
                this.history?.append(record.update);
                this.lastUpdate = this.history?.position ?? 0;
                return;
            case 'held':
                this.history?.append(record.update);
                return;
            case 'disk':
                this.history?.insertAtBase(record.update);
                this.lastUpdate++;
                return;
            case 'flushing':
                this.flushing = record;
                return;
            case 'known':
                this.setKnown(record.file);
                return;
            case 'moved':
                this.header = { epoch: this.header?.epoch ?? '', path: record.path };
                return;
            case 'format':
                this.format = record.format;
                return;
            case 'together':
                record.records.forEach(one => this.read(one));
        }
    }

    result(): Replayed | undefined {
        const { header, history, known, owners, flushing, format } = this;
        if (header === undefined || history === undefined || known === undefined) {
            return undefined;
        }
        return {
            ...header,
            owners,
            history,
            known,
            flushing,
            format: format ?? known.format,
            lastUpdate: this.lastUpdate
        };
    }

    private setKnown(file: KnownFile): void {
        this.known = file;
        this.format = undefined;
        this.flushing = undefined;
        if (this.history !== undefined) {
            this.history.base = file.position;
        }
    }
}
