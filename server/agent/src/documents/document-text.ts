import { diffTexts, mergeTexts, type TextEdit } from '@longtable/common/documents';
import * as Y from 'yjs';
import { CONTENT, contentOf, documentAt, History, type HistoryPoint } from './history.js';
import { withoutSame } from './same-insertions.js';

/** The text of a document with its history: what people write, and what the agent itself writes. Knows nothing of disks. */
export class DocumentText {
    private constructor(
        readonly doc: Y.Doc,
        readonly history: History,
        /**
         * Under which the agent itself writes. Another one each time a document is loaded: what was written before may
         * have reached replicas and yet not the journal.
         */
        readonly client = new Y.Doc().clientID
    ) {}

    /** A new history that begins with a text. */
    static begin(text: string): DocumentText {
        const doc = new Y.Doc();
        doc.getText(CONTENT).insert(0, text);
        const history = new History(Y.encodeStateAsUpdateV2(doc));
        // An id that wrote here and comes with updates later on looks to Yjs as if it were used twice.
        doc.clientID = new Y.Doc().clientID;
        return new DocumentText(doc, history);
    }

    /** A history that was kept. */
    static resume(history: History): DocumentText {
        return new DocumentText(documentAt({ snapshot: history.snapshot, updates: history.tail }), history);
    }

    toString(): string {
        return contentOf(this.doc);
    }

    /** As an update of format 2. */
    encode(): Uint8Array {
        return Y.encodeStateAsUpdateV2(this.doc);
    }

    /** Applies what somebody else made. */
    apply(update: Uint8Array): void {
        Y.applyUpdate(this.doc, update);
        this.history.append(update);
    }

    /** Changes the text as the agent, and returns the update, if there is one. */
    change(edits: readonly TextEdit[]): Uint8Array | undefined {
        const update = edited(this.doc, edits, this.client);
        if (update !== undefined) {
            this.history.append(update);
        }
        return update;
    }

    /** Makes the text another one. */
    become(target: string): Uint8Array | undefined {
        return this.change(diffTexts(this.toString(), target));
    }

    /**
     * Makes the text another one but for what some updates did, which survive. They must be the latest of whoever wrote
     * them. Returns the update, if there is one.
     */
    becomeWithout(late: ReadonlySet<Uint8Array>, target: string): Uint8Array | undefined {
        const { snapshot, tail } = this.history;
        const fork = documentAt({ snapshot, updates: tail.filter(update => !late.has(update)) });
        const update = edited(fork, diffTexts(contentOf(fork), target), fork.clientID);
        fork.destroy();
        if (update !== undefined) {
            this.apply(update);
        }
        return update;
    }

    /** The text that the file is known to hold. */
    textAtBase(): string {
        return this.history.base === this.history.position ? this.toString() : textAt(this.history.pointAtBase());
    }

    /**
     * Merges what somebody has made of the file, as the smallest change from what the file was known to hold. Tells the
     * update, if there is one, and whether the history up to its base has the text of the file now. It has not when
     * the file holds text that was on its way into it: that must not come twice, so the file has to be written anew.
     * `known` is what the file was known to hold where the history does not say it, which is so after such a merge.
     */
    merge(
        target: string,
        known?: string
    ): { readonly update: Uint8Array | undefined; readonly kind: 'known' | 'beyond' } {
        const { history } = this;
        const live = this.toString();
        if (known !== undefined && live !== target) {
            return { update: this.change(mergeTexts(known, target, live)), kind: 'beyond' };
        }
        if (history.base === history.position || live === target) {
            const update = this.become(target);
            history.base = history.position;
            return { update, kind: 'known' };
        }
        const fork = documentAt(history.pointAtBase());
        try {
            const edits = diffTexts(contentOf(fork), target);
            const lacking = withoutSame(edits, fork, this.doc);
            const written = (doc: Y.Doc) => Y.getState(doc.store, this.client);
            const client = written(fork) === written(this.doc) ? this.client : fork.clientID;
            const update = edited(fork, lacking, client);
            const isWhole = lacking.every(({ insert }, index) => insert === edits[index]?.insert);
            if (update !== undefined) {
                Y.applyUpdate(this.doc, update);
                if (isWhole) {
                    history.insertAtBase(update);
                } else {
                    history.append(update);
                }
            }
            return { update, kind: isWhole ? 'known' : 'beyond' };
        } finally {
            fork.destroy();
        }
    }

    /** Whether the document holds all that a state vector names. */
    holds(stateVector: Uint8Array): boolean {
        return [...Y.decodeStateVector(stateVector)].every(
            ([client, clock]) => Y.getState(this.doc.store, client) >= clock
        );
    }
}

/** The text of a point in a history. */
export function textAt(point: HistoryPoint): string {
    const doc = documentAt(point);
    const text = contentOf(doc);
    doc.destroy();
    return text;
}

function edited(doc: Y.Doc, edits: readonly TextEdit[], client: number): Uint8Array | undefined {
    if (edits.length === 0) {
        return undefined;
    }
    let update: Uint8Array | undefined;
    const taken = (made: Uint8Array) => (update = made);
    doc.on('update', taken);
    const usual = doc.clientID;
    doc.clientID = client;
    const content = doc.getText(CONTENT);
    doc.transact(() => {
        for (const { offset, delete: length, insert } of edits) {
            if (length > 0) {
                content.delete(offset, length);
            }
            if (insert !== '') {
                content.insert(offset, insert);
            }
        }
    });
    doc.off('update', taken);
    doc.clientID = usual;
    return update;
}
