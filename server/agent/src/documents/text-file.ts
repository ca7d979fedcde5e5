import { isUtf8 } from 'node:buffer';
import { LongtableError } from '@longtable/common';
import type { LineEnd } from '@longtable/common/documents';

/** Files above this many bytes are not shared. */
export const LARGEST_FILE = 5 * 1024 * 1024;

/** How the text of a document is written to its file. */
export interface TextFormat {
    readonly encoding: string;
    readonly lineEnd: LineEnd;
}

/** A text as it was read: its lines end with LF. */
export interface ReadText {
    readonly text: string;
    readonly format: TextFormat;
}

/** Reads a file as text. Throws `not-shareable` with a sentence when it is none. */
export async function readText(bytes: Buffer): Promise<ReadText> {
    if (bytes.includes(0) || !isUtf8(bytes)) {
        throw new LongtableError('not-shareable', 'The file is not text.');
    }
    return { text: bytes.toString('utf8'), format: { encoding: 'utf8', lineEnd: 'lf' } };
}

export async function writeText(text: string, _format: TextFormat): Promise<Buffer> {
    return Buffer.from(text, 'utf8');
}
