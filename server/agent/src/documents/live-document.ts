import type { UserId } from '@longtable/common';
import type { DocumentFormat, DocumentMetadata, EndReason } from '@longtable/common/documents';
import type * as Y from 'yjs';
import type { Disposable } from '../disposable.js';

/** Whose edit it is, and whether it is to be written to disk without a save. */
export interface Author {
    readonly userId: UserId;
    readonly autoSave: boolean;
}

/** Why a document is over: it goes on under another epoch, or its file belongs to another document now. */
export interface DocumentEnd {
    readonly reason: EndReason;
    readonly message: string;
}

/** A text file that is open: its text as a Yjs document, and what keeps it, its journal and its file the same. */
export interface LiveDocument {
    /** Unique in the life of the agent: the number on the wire, the same for every receiver. */
    readonly id: number;
    readonly epoch: string;
    readonly metadata: DocumentMetadata;
    /** Others read it; only {@link apply} changes it. */
    readonly doc: Y.Doc;

    /** The whole history for one who joins: an update of format 2 and those of format 1 since. Encodes nothing. */
    history(): { readonly snapshot: Uint8Array; readonly tail: readonly Uint8Array[] };

    /** A client id that nobody had before in this epoch; the journal knows whose it is before this returns. */
    issueClientId(userId: UserId): number;
    ownerOf(clientId: number): UserId | undefined;
    /** The last state vector of an epoch that this document had before, as far as it is still known. */
    endedEpoch(epoch: string): Uint8Array | undefined;

    /**
     * Applies an update that was checked, and tells the listeners, all before it returns. Resolves when the update is
     * in the journal and may be acknowledged, which is never while the journal cannot be written.
     */
    apply(update: Uint8Array, by: Author): Promise<void>;

    /** Resolves when the file holds at least what the state vector names. Throws a sentence when it cannot be written. */
    save(stateVector: Uint8Array): Promise<void>;

    /** Makes the text that of the file, as an edit that everybody sees. */
    revert(): Promise<void>;

    /** Writes the file in another way, or reads it anew in another encoding. Throws a sentence when that would lose text. */
    changeFormat(change: DocumentFormat): Promise<void>;

    /** Tells every change of the text, own ones included, in order. */
    onUpdate(listener: (update: Uint8Array, by: Author | 'disk') => void): Disposable;
    onMetadata(listener: () => void): Disposable;
    onEnd(listener: (end: DocumentEnd) => void): Disposable;
}
