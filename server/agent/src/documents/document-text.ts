import { diffTexts, type TextEdit } from '@longtable/common/documents';
import * as Y from 'yjs';
import { CONTENT, documentAt, History, type HistoryPoint } from './history.js';

/** The client id under which the agent itself writes. */
export const AGENT_CLIENT = 1;

/** The text of a document with its history: what people write, and what the agent itself writes. Knows nothing of disks. */
export class DocumentText {
    private readonly content: Y.Text;

    private constructor(
        readonly doc: Y.Doc,
        readonly history: History
    ) {
        this.content = doc.getText(CONTENT);
    }

    /** A new history that begins with a text. */
    static begin(text: string): DocumentText {
        const doc = new Y.Doc();
        doc.clientID = AGENT_CLIENT;
        doc.getText(CONTENT).insert(0, text);
        return new DocumentText(doc, new History(Y.encodeStateAsUpdateV2(doc)));
    }

    /** A history that was kept. */
    static resume(history: History): DocumentText {
        return new DocumentText(documentAt({ snapshot: history.snapshot, updates: history.tail }), history);
    }

    toString(): string {
        // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a Y.Text answers with its text
        return this.content.toString();
    }

    /** Applies what somebody else made. */
    apply(update: Uint8Array): void {
        Y.applyUpdate(this.doc, update);
        this.history.append(update);
    }

    /** Makes the text another one, as an edit of the agent, and returns the update, if there is one. */
    become(target: string): Uint8Array | undefined {
        const update = edited(this.doc, diffTexts(this.toString(), target), AGENT_CLIENT);
        if (update !== undefined) {
            this.history.append(update);
        }
        return update;
    }

    /**
     * Merges what was made of the text of `point`, as the smallest change from that text, so that everything written
     * since survives. Returns the update that is to be told, if there is one; it is not in the history yet.
     */
    merge(target: string, point: HistoryPoint): Uint8Array | undefined {
        const fork = documentAt(point);
        // eslint-disable-next-line @typescript-eslint/no-base-to-string
        const edits = diffTexts(fork.getText(CONTENT).toString(), target);
        const written = (doc: Y.Doc) => Y.getState(doc.store, AGENT_CLIENT);
        const client = written(fork) === written(this.doc) ? AGENT_CLIENT : fork.clientID;
        const update = edited(fork, edits, client);
        fork.destroy();
        if (update !== undefined) {
            Y.applyUpdate(this.doc, update);
        }
        return update;
    }

    /** Whether the document holds all that a state vector names. */
    holds(stateVector: Uint8Array): boolean {
        return [...Y.decodeStateVector(stateVector)].every(
            ([client, clock]) => Y.getState(this.doc.store, client) >= clock
        );
    }
}

function edited(doc: Y.Doc, edits: readonly TextEdit[], client: number): Uint8Array | undefined {
    if (edits.length === 0) {
        return undefined;
    }
    let update: Uint8Array | undefined;
    const taken = (made: Uint8Array) => (update = made);
    doc.on('update', taken);
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
    return update;
}
