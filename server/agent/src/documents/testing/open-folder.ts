import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserId } from '@longtable/common';
import * as Y from 'yjs';
import { systemClock } from '../../clock.js';
import { temporaryDirectory } from '../../testing/temporary-directory.js';
import { waitFor } from '../../testing/wait-for.js';
import { DocumentRegistry, type RegistryOptions } from '../document-registry.js';
import { documentAt } from '../history.js';
import type { DocumentLease } from '../documents.js';
import type { LiveDocument } from '../live-document.js';

export const ADA = UserId.parse('ada');
export const GRACE = UserId.parse('grace');

/** Short waits, so that tests need not be long. */
const QUICK = { quiet: 30, most: 150, settle: 40, retry: 100, arrival: 300 };

/** A folder of a workspace with the agent's documents over it. */
export async function openFolder(options: Partial<RegistryOptions> = {}) {
    const directory = await temporaryDirectory();
    const root = join(directory.path, 'root');
    const folder = join(root, 'demo');
    await mkdir(folder, { recursive: true });
    const usual = { folder, journals: join(directory.path, 'journals'), clock: systemClock, timings: QUICK, linger: 0 };
    const registries: DocumentRegistry[] = [];
    const start = (more: Partial<RegistryOptions> = {}) => {
        const registry = new DocumentRegistry({ ...usual, ...options, ...more });
        registries.push(registry);
        return registry;
    };
    const path = (name: string) => join(folder, name);
    const contents = (name: string) => readFile(path(name), 'utf8');
    return {
        root,
        folder,
        journals: usual.journals,
        documents: start(),
        start,
        path,
        contents,
        write: (name: string, content: string | Buffer) => writeFile(path(name), content),
        /** Waits until a file has a text. */
        becomes: (name: string, expected: string) =>
            waitFor(
                `${name} to become ${JSON.stringify(expected)}`,
                async () => (await contents(name)) === expected,
                5000
            ),
        [Symbol.asyncDispose]: async () => {
            await Promise.all(registries.map(registry => registry.dispose()));
            await directory[Symbol.asyncDispose]();
        }
    };
}

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
