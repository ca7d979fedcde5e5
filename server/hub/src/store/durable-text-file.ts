import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter } from 'lowdb';

/**
 * A lowdb adapter whose `write` resolves only when the text is on disk: it writes a new file, flushes it, puts it in
 * the place of the old one and flushes the directory. A crash at any point leaves the old or the new text, whole.
 */
export class DurableTextFile implements Adapter<string> {
    constructor(readonly path: string) {}

    async read(): Promise<string | null> {
        try {
            return await readFile(this.path, 'utf8');
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
                return null;
            }
            throw error;
        }
    }

    write(text: string): Promise<void> {
        return this.replace(this.path, text);
    }

    /** Keeps a copy of what is there now under another name, as durably. */
    async backUp(path: string): Promise<void> {
        await this.replace(path, await readFile(this.path, 'utf8'));
    }

    private async replace(path: string, text: string): Promise<void> {
        const temporary = `${path}.new`;
        const file = await open(temporary, 'w', 0o600);
        try {
            await file.writeFile(text);
            await file.sync();
        } finally {
            await file.close();
        }
        await rename(temporary, path);
        await this.syncDirectory();
    }

    private async syncDirectory(): Promise<void> {
        const directory = await open(dirname(this.path), 'r');
        try {
            await directory.sync();
        } finally {
            await directory.close();
        }
    }
}
