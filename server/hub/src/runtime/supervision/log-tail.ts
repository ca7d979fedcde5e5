import { open, stat, truncate } from 'node:fs/promises';

const LONGEST_LOG = 4 * 1024 * 1024;

/** The last lines of a log, for a message to people. */
export async function logTail(path: string, characters = 600): Promise<string> {
    const file = await open(path, 'r').catch(() => undefined);
    if (file === undefined) {
        return '';
    }
    try {
        const { size } = await file.stat();
        const length = Math.min(size, characters);
        const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
        return buffer.toString('utf8').trim();
    } finally {
        await file.close();
    }
}

/** Empties a log that has grown too long. Its writers append, so they go on at the start. */
export async function boundLog(path: string): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.size > LONGEST_LOG) {
        await truncate(path, 0);
    }
}
