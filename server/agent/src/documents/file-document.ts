import { chmod, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { LongtableError, messageOf, type UserId } from '@longtable/common';
import type { DocumentFormat, DocumentMetadata } from '@longtable/common/documents';
import type * as Y from 'yjs';
import type { Disposable } from '../disposable.js';
import { AGENT_CLIENT, DocumentText } from './document-text.js';
import { Listeners } from './listeners.js';
import type { Author, DocumentEnd, LiveDocument } from './live-document.js';
import { OneAtATime } from './one-at-a-time.js';
import { readText, writeText, type TextFormat } from './text-file.js';

export class FileDocument implements LiveDocument {
    private readonly updates = new Listeners<{ update: Uint8Array; by: Author | 'disk' }>();
    private readonly metadatas = new Listeners<void>();
    private readonly ends = new Listeners<DocumentEnd>();
    private readonly owners = new Map<number, UserId>();
    private readonly turns = new OneAtATime();
    private timer: NodeJS.Timeout | undefined;
    private state: DocumentMetadata;
    private nextClient = AGENT_CLIENT + 1;

    private constructor(
        readonly id: number,
        readonly epoch: string,
        private readonly file: string,
        path: string,
        private readonly text: DocumentText,
        private readonly format: TextFormat
    ) {
        this.state = { path, ...format, dirty: false, onDisk: true };
    }

    static async load(id: number, file: string, path: string): Promise<FileDocument> {
        const { text, format } = await readText(await readFile(file));
        return new FileDocument(id, crypto.randomUUID(), file, path, DocumentText.begin(text), format);
    }

    get doc(): Y.Doc {
        return this.text.doc;
    }

    get metadata(): DocumentMetadata {
        return this.state;
    }

    history() {
        return this.text.history;
    }

    issueClientId(userId: UserId): number {
        const id = this.nextClient++;
        this.owners.set(id, userId);
        return id;
    }

    ownerOf(clientId: number): UserId | undefined {
        return this.owners.get(clientId);
    }

    async apply(update: Uint8Array, by: Author): Promise<void> {
        this.text.apply(update);
        this.updates.tell({ update, by });
        this.describe({ dirty: true });
        if (by.autoSave) {
            this.timer ??= setTimeout(() => void this.flush().catch(() => undefined), 400);
        }
    }

    async save(stateVector: Uint8Array): Promise<void> {
        if (!this.text.holds(stateVector)) {
            throw new LongtableError('conflict', 'Some of your text has not arrived yet. Save again.');
        }
        await this.flush();
    }

    async revert(): Promise<void> {
        const { text } = await readText(await readFile(this.file));
        const update = this.text.become(text);
        if (update !== undefined) {
            this.updates.tell({ update, by: 'disk' });
        }
        this.describe({ dirty: false });
    }

    async changeFormat(_change: DocumentFormat): Promise<void> {
        throw new LongtableError('bad-request', 'The format cannot be changed yet.');
    }

    flush(): Promise<void> {
        clearTimeout(this.timer);
        this.timer = undefined;
        return this.turns.run(async () => {
            const { position } = this.text.history;
            if (position === this.text.history.base) {
                return;
            }
            const temporary = `${this.file}.${crypto.randomUUID()}`;
            try {
                await writeFile(temporary, await writeText(this.text.toString(), this.format));
                await chmod(temporary, (await stat(this.file)).mode);
                await rename(temporary, this.file);
            } catch (error) {
                this.describe({ problem: messageOf(error) });
                throw error;
            }
            this.text.history.base = position;
            this.describe({ dirty: this.text.history.position !== position });
        });
    }

    onUpdate(listener: (update: Uint8Array, by: Author | 'disk') => void): Disposable {
        return this.updates.add(({ update, by }) => listener(update, by));
    }

    onMetadata(listener: () => void): Disposable {
        return this.metadatas.add(listener);
    }

    onEnd(listener: (end: DocumentEnd) => void): Disposable {
        return this.ends.add(listener);
    }

    private describe(change: Partial<DocumentMetadata>): void {
        const before = JSON.stringify(this.state);
        this.state = { ...this.state, ...change };
        if (JSON.stringify(this.state) !== before) {
            this.metadatas.tell();
        }
    }
}
