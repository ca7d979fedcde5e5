import { readFile } from 'node:fs/promises';
import { hashOf } from '../disk/hash-of.js';
import { textAt } from '../document-text.js';
import { writeText } from '../text-file.js';
import type { KnownFile } from './journal-record.js';
import type { Replayed } from './replay.js';

/**
 * What the file was known to hold when the agent was killed. A flush that was under way may have reached the disk or
 * not, which decides between two answers: the wrong one would bring text twice.
 */
export async function settleFlush(kept: Replayed, file: string): Promise<KnownFile> {
    const { known, flushing } = kept;
    if (flushing === undefined) {
        return known;
    }
    const [found, fresh] = await Promise.all([readOrNothing(file), readOrNothing(flushing.temporary)]);
    const hash = found === undefined ? undefined : hashOf(found);
    if (hash === known.hash) {
        return known;
    }
    if (hash === flushing.file.hash || fresh === undefined) {
        // Without the temporary file the new one was moved into place, and somebody has written it since.
        return flushing.file;
    }
    if (found !== undefined && (await isTorn(found, fresh, kept))) {
        return { ...known, hash: hash ?? '', plain: '' };
    }
    return known;
}

/** Whether these bytes are a file that was being written in place: the beginning is new, the rest is old. */
async function isTorn(found: Buffer, fresh: Buffer, { history, known }: Replayed): Promise<boolean> {
    const old = await writeText(textAt(history.pointAtBase()), known.format);
    let length = 0;
    while (length < fresh.length && found[length] === fresh[length]) {
        length++;
    }
    // Where new and old are alike, the border between them cannot be told.
    for (let at = length; at >= 0; at--) {
        if (found.subarray(at).equals(old.subarray(at))) {
            return true;
        }
        if (fresh[at - 1] !== old[at - 1]) {
            break;
        }
    }
    return length === fresh.length && found.subarray(length).equals(old.subarray(length));
}

function readOrNothing(path: string): Promise<Buffer | undefined> {
    return readFile(path).catch(() => undefined);
}
