import { existsSync, readdirSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError, type AgentConfiguration, type CoAuthor, type Person, type UserId } from '@longtable/common';
import type { Attribution } from '../attribution/attribution.js';
import type { Clock } from '../clock.js';
import type { DocumentRegistry } from './document-registry.js';
import type { Documents } from './documents.js';

interface Made {
    readonly documents: DocumentRegistry;
    readonly attribution: Attribution;
}

/** The documents of the agent, loaded when somebody needs them: the agent's start does without Yjs. */
export class LazyDocuments {
    private readonly directory: string;
    private made: Promise<Made> | undefined;
    private disposed = false;

    /** `ready` resolves when the workspace's folder is there, and throws when it never will be. */
    constructor(
        private readonly configuration: Pick<AgentConfiguration, 'root' | 'folder' | 'home'>,
        private readonly clock: Clock,
        private readonly ready: () => Promise<void>
    ) {
        this.directory = join(configuration.home, '.longtable', 'documents');
    }

    /** Whose live edits stand in staged changes. */
    readonly coAuthors = {
        learn: (person: Person): void => {
            // Who cannot be remembered is not named under a commit, and works all the same.
            this.make().then(
                ({ attribution }) => attribution.learn(person),
                () => undefined
            );
        },
        coAuthors: async (me: UserId): Promise<readonly CoAuthor[]> => (await this.make()).attribution.coAuthors(me)
    };

    async get(): Promise<Documents> {
        return (await this.make()).documents;
    }

    /** Brings to disk what an agent that was killed has left in journals, if there is any. */
    recover(): void {
        if (existsSync(this.directory) && readdirSync(this.directory).some(name => name.endsWith('.journal'))) {
            this.make().catch((error: unknown) => console.error('Journals of documents cannot be read:', error));
        }
    }

    /** Writes what waits for it. What cannot be written stays in journals. */
    async flush(): Promise<void> {
        const made = await this.made?.catch(() => undefined);
        await made?.documents
            .flush()
            .catch((error: unknown) => console.error('A document could not be written:', error));
    }

    /** Writes everything that somebody has typed, also what waits for a save. Throws with a sentence. */
    async saveAll(): Promise<void> {
        await (await this.made)?.documents.saveAll();
    }

    async dispose(): Promise<void> {
        this.disposed = true;
        const made = await this.made?.catch(() => undefined);
        await made?.documents.dispose();
        await made?.attribution.flush();
    }

    private make(): Promise<Made> {
        if (this.disposed) {
            return Promise.reject(new LongtableError('unavailable', 'The workspace is being stopped.'));
        }
        this.made ??= this.create().catch((error: unknown) => {
            this.made = undefined;
            throw error;
        });
        return this.made;
    }

    private async create(): Promise<Made> {
        await this.ready();
        const [{ DocumentRegistry }, { Attribution }, { Ledger }] = await Promise.all([
            import('./document-registry.js'),
            import('../attribution/attribution.js'),
            import('../attribution/ledger.js')
        ]);
        const { root, folder } = this.configuration;
        const real = await realpath(join(root, folder));
        const documents = new DocumentRegistry({
            folder: real,
            journals: this.directory,
            clock: this.clock,
            onRelease: document => attribution.keep(document)
        });
        const attribution: Attribution = new Attribution({
            folder: real,
            ledger: Ledger.open(join(this.directory, 'authors.json')),
            open: () => documents.loaded()
        });
        return { documents, attribution };
    }
}
