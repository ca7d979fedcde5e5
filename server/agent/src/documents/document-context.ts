import type { UserId } from '@longtable/common';
import type { Clock } from '../clock.js';
import type { DiskFile } from './disk/disk-file.js';
import type { FileIdentity } from './disk/file-stamp.js';
import type { DocumentText } from './document-text.js';
import type { JournalFiles } from './journal/journal-files.js';
import type { KnownFile } from './journal/journal-record.js';
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
    /** How long nobody must have typed for a snapshot that is not part of a flush. */
    readonly rest: number;
}

export const USUAL_TIMINGS: DocumentTimings = {
    quiet: 400,
    most: 2000,
    settle: 100,
    retry: 5000,
    arrival: 10_000,
    rest: 2000
};

/** What all documents of a workspace have in common. */
export interface DocumentContext {
    readonly clock: Clock;
    readonly timings: DocumentTimings;
    readonly journals: JournalFiles;
    /** Whether journals are forced to the disk before anything is acknowledged. */
    readonly durable: boolean;
    /** Where a file is that is not where it was, as far as that can be seen. */
    whereIs(identity: FileIdentity): Promise<{ readonly file: string; readonly path: string } | undefined>;
    /** Resolves when no other document has this path. */
    makeRoom(path: string): Promise<void>;
    /** A document has another path now. */
    onMoved(id: number, from: string, to: string): void;
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
