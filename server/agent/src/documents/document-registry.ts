import type { Clock } from '../clock.js';
import type { DocumentLease, Documents } from './documents.js';
import { locate } from './document-path.js';
import { FileDocument } from './file-document.js';

export interface RegistryOptions {
    /** The workspace's folder. */
    readonly folder: string;
    /** Where journals are kept: a directory outside of the folder, made when needed. */
    readonly journals: string;
    readonly clock: Clock;
}

/** The documents that are open, each loaded once. */
export class DocumentRegistry implements Documents {
    private readonly open_ = new Map<string, { document: Promise<FileDocument>; leases: number }>();
    private nextId = 1;

    constructor(private readonly options: RegistryOptions) {}

    async open(path: string): Promise<DocumentLease> {
        const found = await locate(this.options.folder, path);
        let entry = this.open_.get(found.file);
        if (entry === undefined) {
            entry = { document: FileDocument.load(this.nextId++, found.file, found.path), leases: 0 };
            this.open_.set(found.file, entry);
        }
        const taken = entry;
        taken.leases++;
        let disposed = false;
        const release = () => {
            if (!disposed && --taken.leases === 0) {
                this.open_.delete(found.file);
                void taken.document.then(document => document.flush()).catch(() => undefined);
            }
            disposed = true;
        };
        try {
            return { document: await taken.document, dispose: release };
        } catch (error) {
            release();
            throw error;
        }
    }

    async renamed(): Promise<void> {
        return Promise.resolve();
    }

    async flush(): Promise<void> {
        await Promise.all([...this.open_.values()].map(async ({ document }) => (await document).flush()));
    }

    dispose(): Promise<void> {
        return this.flush();
    }
}
