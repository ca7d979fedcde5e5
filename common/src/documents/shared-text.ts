import * as Y from 'yjs';
import type { TextEdit } from './text-diff.js';

/** Name of the text in a document. */
export const CONTENT = 'content';

/** The Yjs document of a replica. What comes from the agent is applied with `origin`, all else was done here. */
export class SharedText {
    readonly doc: Y.Doc;
    readonly text: Y.Text;
    private keepsDeleted = false;

    constructor(
        private readonly origin: unknown,
        onEdit: (update: Uint8Array) => void
    ) {
        // Text that was deleted here is needed to say what the text was without the deletion.
        this.doc = new Y.Doc({ gcFilter: () => !this.keepsDeleted });
        this.text = this.doc.getText(CONTENT);
        this.doc.on('afterTransaction', transaction => {
            this.keepsDeleted = transaction.origin !== this.origin;
        });
        this.doc.on('update', (update: Uint8Array, from: unknown) => {
            if (from !== this.origin) {
                onEdit(update);
            }
        });
    }

    /** Takes the whole document of the agent. */
    fill(snapshot: Uint8Array, tail: readonly Uint8Array[]): void {
        this.doc.transact(() => {
            Y.applyUpdateV2(this.doc, snapshot, this.origin);
            for (const update of tail) {
                Y.applyUpdate(this.doc, update, this.origin);
            }
        }, this.origin);
    }

    /** Takes an update of the agent. Says no if something is missing for it. */
    apply(update: Uint8Array): boolean {
        Y.applyUpdate(this.doc, update, this.origin);
        const { pendingStructs, pendingDs } = this.doc.store;
        return pendingStructs === null && pendingDs === null;
    }

    /** Makes changes, in the order of `diffTexts`, as if they were typed here. */
    edit(edits: readonly TextEdit[]): void {
        this.doc.transact(() => {
            for (const edit of edits) {
                this.text.delete(edit.offset, edit.delete);
                this.text.insert(edit.offset, edit.insert);
            }
        }, 'merge');
    }

    toString(): string {
        // eslint-disable-next-line @typescript-eslint/no-base-to-string -- its prototype has one, for which no type is declared.
        return this.text.toString();
    }

    get stateVector(): Uint8Array {
        return Y.encodeStateVector(this.doc);
    }
}
