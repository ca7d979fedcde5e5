import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from '../disk/hash-of.js';
import { replay, type Replayed } from './replay.js';

const JOURNAL = '.journal';
const EPOCHS = '.epochs';
const OLDEST_EPOCHS = 7 * 24 * 60 * 60 * 1000;

/** Where the journals of a workspace lie: one file per document, named by a hash of its path. */
export class JournalFiles {
    constructor(readonly directory: string) {}

    journalOf(path: string): string {
        return join(this.directory, `${nameOf(path)}${JOURNAL}`);
    }

    epochsOf(path: string): string {
        return join(this.directory, `${nameOf(path)}${EPOCHS}`);
    }

    has(path: string): Promise<boolean> {
        return stat(this.journalOf(path)).then(
            () => true,
            () => false
        );
    }

    /** What the journal of a document tells. One that is damaged is set aside and told by its sentence. */
    async read(path: string): Promise<Replayed | { readonly damage: string } | undefined> {
        const file = this.journalOf(path);
        let bytes: Buffer;
        try {
            bytes = await readFile(file);
        } catch {
            return undefined;
        }
        try {
            return replay(bytes);
        } catch (error) {
            const aside = `${file}.damaged-${Date.now()}`;
            await rename(file, aside);
            console.error(`The journal of ${path} was set aside as ${aside}:`, error);
            return {
                damage: `What was typed into ${path} and not on disk yet could not be read back. It was set aside as ${aside}; this is the text on disk.`
            };
        }
    }

    /** The paths of the documents that have journals. */
    async paths(): Promise<readonly string[]> {
        const names = await readdir(this.directory).catch(() => []);
        const found = await Promise.all(names.filter(name => name.endsWith(JOURNAL)).map(name => this.pathOf(name)));
        return found.filter(path => path !== undefined);
    }

    private async pathOf(name: string): Promise<string | undefined> {
        try {
            return replay(await readFile(join(this.directory, name)))?.path;
        } catch {
            // Told when its document is opened.
            return undefined;
        }
    }

    /** Removes what nobody will ask for any more, and what was only half written. */
    async tidy(): Promise<void> {
        const names = await readdir(this.directory).catch(() => []);
        await Promise.all(
            names.map(async name => {
                const file = join(this.directory, name);
                const old = async () => Date.now() - (await stat(file)).mtimeMs > OLDEST_EPOCHS;
                if (name.endsWith('.new') || (name.endsWith(EPOCHS) && (await old()))) {
                    await rm(file, { force: true });
                }
            })
        );
    }
}

function nameOf(path: string): string {
    return hashOf(Buffer.from(path)).slice(0, 32);
}
