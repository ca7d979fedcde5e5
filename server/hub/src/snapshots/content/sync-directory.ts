import { open } from 'node:fs/promises';

/** Puts the names in a directory on disk. */
export async function syncDirectory(path: string): Promise<void> {
    const directory = await open(path, 'r');
    try {
        await directory.sync();
    } finally {
        await directory.close();
    }
}
