import { UserId } from '@longtable/common';
import * as Y from 'yjs';
import { waitFor } from '../../testing/wait-for.js';
import type { DocumentLease } from '../documents.js';
import { documentAt } from '../history.js';
import type { LiveDocument } from '../live-document.js';

export const ADA = UserId.parse('ada');
export const GRACE = UserId.parse('grace');

/** What a browser has of a document, without a wire between. */
export class TestReplica {
    readonly doc: Y.Doc;
    private readonly sent: Promise<void>[] = [];
    private readonly listening;

    constructor(
        readonly lease: DocumentLease,
        readonly user = ADA,
        private autoSave = true
    ) {
        const { snapshot, tail } = this.document.history();
        this.doc = documentAt({ snapshot, updates: tail });
        this.doc.clientID = this.document.issueClientId(user);
        this.listening = this.document.onUpdate((update, by) => {
            if (by === 'disk' || by.userId !== this.user) {
                Y.applyUpdate(this.doc, update, this);
            }
        });
        this.doc.on('update', (update: Uint8Array, origin: unknown) => {
            if (origin !== this) {
                this.sent.push(this.document.apply(update, { userId: this.user, autoSave: this.autoSave }));
            }
        });
    }

    get document(): LiveDocument {
        return this.lease.document;
    }

    get text(): Y.Text {
        return this.doc.getText('content');
    }

    toString(): string {
        // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a Y.Text answers with its text
        return this.text.toString();
    }

    /** Types at the first place where a text is, or at the end. */
    type(insert: string, before = ''): void {
        this.text.insert(before === '' ? this.text.length : this.toString().indexOf(before), insert);
    }

    remove(text: string): void {
        this.text.delete(this.toString().indexOf(text), text.length);
    }

    /** Resolves when all that was typed is acknowledged. */
    async acknowledged(): Promise<void> {
        await Promise.all(this.sent);
    }

    save(): Promise<void> {
        return this.document.save(Y.encodeStateVector(this.doc));
    }

    becomes(expected: string): Promise<true> {
        return waitFor(`the text ${JSON.stringify(expected)}`, () => this.toString() === expected, 5000);
    }

    leave(): void {
        this.listening.dispose();
        this.lease.dispose();
    }
}
