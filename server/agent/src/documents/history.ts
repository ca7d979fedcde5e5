import * as Y from 'yjs';

/** Name of the text in a document. */
export const CONTENT = 'content';

/** What a document was at some time: an update of format 2 and those of format 1 that came after it. */
export interface HistoryPoint {
    readonly snapshot: Uint8Array;
    readonly updates: readonly Uint8Array[];
}

/** The document of a point, as a copy of its own. */
export function documentAt(point: HistoryPoint): Y.Doc {
    const doc = new Y.Doc();
    Y.applyUpdateV2(doc, point.snapshot);
    doc.transact(() => {
        for (const update of point.updates) {
            Y.applyUpdate(doc, update);
        }
    });
    return doc;
}

export function contentOf(doc: Y.Doc): string {
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a Y.Text answers with its text
    return doc.getText(CONTENT).toString();
}

/**
 * Everything that made a document what it is, as a snapshot and a tail of updates. One structure serves those who
 * join, the journal, and the merge of changes on disk, for which it knows up to where the file holds it: its *base*.
 * Positions count updates since the epoch began.
 */
export class History {
    private readonly updates: Uint8Array[];
    private bytes: number;
    /** A later snapshot than that of the history, for those who join. */
    private latest: { readonly snapshot: Uint8Array; readonly position: number } | undefined;

    constructor(
        private whole: Uint8Array,
        /** Number of updates that are in the snapshot. */
        private folded = 0,
        tail: readonly Uint8Array[] = [],
        private atFile = folded
    ) {
        this.updates = [...tail];
        this.bytes = tail.reduce((sum, update) => sum + update.length, 0);
    }

    get snapshot(): Uint8Array {
        return this.whole;
    }

    get tail(): readonly Uint8Array[] {
        return this.updates;
    }

    /** Number of updates that the snapshot holds. */
    get offset(): number {
        return this.folded;
    }

    get position(): number {
        return this.folded + this.updates.length;
    }

    /** The position whose text is that of the file, as it was last looked at or written. */
    get base(): number {
        return this.atFile;
    }

    set base(position: number) {
        if (position < this.folded || position > this.position) {
            throw new Error(`Position ${position} is not in the history.`);
        }
        this.atFile = position;
    }

    append(update: Uint8Array): void {
        this.updates.push(update);
        this.bytes += update.length;
    }

    /** Puts a change that was made to the file before everything that is not in the file yet. It must build on the base alone. */
    insertAtBase(update: Uint8Array): void {
        this.updates.splice(this.atFile - this.folded, 0, update);
        this.bytes += update.length;
        this.atFile++;
        // It does not hold this one, which has a place before it.
        this.latest = undefined;
    }

    /** What came after what the file holds. */
    get sinceBase(): readonly Uint8Array[] {
        return this.updates.slice(this.atFile - this.folded);
    }

    pointAtBase(): HistoryPoint {
        return { snapshot: this.whole, updates: this.updates.slice(0, this.atFile - this.folded) };
    }

    /** The shortest way to the present: the latest snapshot and what came after it. */
    forJoining(): { readonly snapshot: Uint8Array; readonly tail: readonly Uint8Array[] } {
        return this.latest === undefined
            ? { snapshot: this.whole, tail: this.updates }
            : { snapshot: this.latest.snapshot, tail: this.updates.slice(this.latest.position - this.folded) };
    }

    /** Whether so much has come since the latest snapshot that one more is worth its cost, although the file has nothing of it. */
    get wantsLatest(): boolean {
        return this.position - (this.latest?.position ?? this.folded) > 500;
    }

    /** Keeps a snapshot of the document as it is now, for those who join. */
    keepLatest(snapshot: Uint8Array): void {
        this.latest = { snapshot, position: this.position };
    }

    /** Whether a new snapshot is worth its cost; when nobody is typing, a smaller gain is. */
    wantsSnapshot(quiet: boolean): boolean {
        const long = this.updates.length > 500 || this.bytes > 64 * 1024;
        return quiet
            ? this.updates.length > 64 && this.bytes > this.whole.length / 16
            : long && this.bytes > this.whole.length / 2;
    }

    /** Takes a snapshot of the document as it was at `position` in place of what led to it. */
    fold(snapshot: Uint8Array, position: number): void {
        const removed = this.updates.splice(0, position - this.folded);
        this.bytes -= removed.reduce((sum, update) => sum + update.length, 0);
        this.whole = snapshot;
        this.folded = position;
        this.latest = undefined;
        this.atFile = Math.max(this.atFile, position);
    }
}
