import { isAscii, isUtf8 } from 'node:buffer';
import { LongtableError } from '@longtable/common';
import type { LineEnd } from '@longtable/common/documents';
import { codecOf, guessEncoding, markIn, markOf, type Codec } from './encodings.js';

/** Files above this many bytes are not shared. */
export const LARGEST_FILE = 5 * 1024 * 1024;

/** How the text of a document is written to its file. */
export interface TextFormat {
    /** As VS Code names it. */
    readonly encoding: string;
    /** Whether the file begins with the byte order mark of its encoding. */
    readonly mark: boolean;
    readonly lineEnd: LineEnd;
}

/** A text as it was read: its lines end with LF. */
export interface ReadText {
    readonly text: string;
    readonly format: TextFormat;
    /** Whether the file has lines that end in another way than its format says. */
    readonly mixed: boolean;
}

/**
 * Reads a file as text: in the encoding of its byte order mark, else in `encoding` where one is given and fits, else in
 * the one that it shows. With `strict` it is that encoding or none. Throws `not-shareable` with a sentence.
 */
export async function readText(bytes: Buffer, encoding?: string, strict = false): Promise<ReadText> {
    const mark = markOf(bytes);
    if (mark !== undefined && (!strict || encoding === undefined || family(encoding) === family(mark.encoding))) {
        return decode(bytes, mark.encoding, mark.length);
    }
    if (encoding !== undefined && strict) {
        return decode(bytes, family(encoding), 0);
    }
    // What is valid UTF-8 is hardly ever meant as anything else.
    if (encoding !== undefined && !isUnicode(encoding) && (isAscii(bytes) || !isUtf8(bytes))) {
        const read = await decode(bytes, encoding, 0).catch(() => undefined);
        if (read !== undefined) {
            return read;
        }
    }
    const guess = guessEncoding(bytes);
    if (guess === undefined) {
        throw new LongtableError('not-shareable', 'The file is binary, so it is not shared as text.');
    }
    return decode(bytes, guess, 0);
}

function isUnicode(encoding: string): boolean {
    return encoding.startsWith('utf');
}

function family(encoding: string): string {
    return encoding === 'utf8bom' ? 'utf8' : encoding;
}

async function decode(bytes: Buffer, encoding: string, markLength: number): Promise<ReadText> {
    const codec = await knownCodec(encoding);
    const content = bytes.subarray(markLength);
    const raw = codec.decode(content);
    if (raw.includes('\0')) {
        throw new LongtableError('not-shareable', 'The file is binary, so it is not shared as text.');
    }
    if (!raw.isWellFormed() || !codec.encode(raw).equals(content)) {
        throw new LongtableError(
            'not-shareable',
            `The file cannot be read as ${encoding} and written back as it was, so it is not shared.`
        );
    }
    return {
        text: withLineFeeds(raw),
        format: { encoding, mark: markLength > 0, lineEnd: lineEndOf(raw) },
        mixed: isMixed(raw)
    };
}

/** A text whose lines end with LF, however they ended. */
export function withLineFeeds(raw: string): string {
    return raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
}

/** LF, CRLF and CR, each counted alone. */
function lineEnds(raw: string): { readonly lf: number; readonly crlf: number; readonly cr: number } {
    if (!raw.includes('\r')) {
        return { lf: raw.includes('\n') ? 1 : 0, crlf: 0, cr: 0 };
    }
    const counts = { lf: 0, crlf: 0, cr: 0 };
    for (const [end] of raw.matchAll(/\r\n|\n|\r/g)) {
        counts[end === '\n' ? 'lf' : end === '\r' ? 'cr' : 'crlf']++;
    }
    return counts;
}

function lineEndOf(raw: string): LineEnd {
    const { lf, crlf } = lineEnds(raw);
    return crlf > lf ? 'crlf' : 'lf';
}

function isMixed(raw: string): boolean {
    const { lf, crlf, cr } = lineEnds(raw);
    return cr > 0 || (lf > 0 && crlf > 0);
}

/** The bytes of a text in a format. Throws a sentence when the encoding cannot hold them all. */
export async function writeText(text: string, { encoding, mark, lineEnd }: TextFormat): Promise<Buffer> {
    const codec = await knownCodec(encoding);
    const raw = lineEnd === 'crlf' ? text.replaceAll('\n', '\r\n') : text;
    const content = codec.encode(raw);
    if (!codec.total) {
        refuseLoss(codec, raw, content, encoding);
    }
    return mark ? Buffer.concat([markIn(encoding), content]) : content;
}

function refuseLoss(codec: Codec, raw: string, content: Buffer, encoding: string): void {
    const back = codec.decode(content);
    if (back === raw) {
        return;
    }
    const lost = Array.from(raw).find(character => codec.decode(codec.encode(character)) !== character) ?? '';
    throw new LongtableError(
        'conflict',
        `The encoding ${encoding} of this file has no “${lost}”. The text is kept, but not on disk: save it with another encoding, such as UTF-8.`
    );
}

/** The format of a file in another encoding; Unicode of two bytes gets a mark, as editors do it. */
export async function formatIn(format: TextFormat, encoding: string): Promise<TextFormat> {
    await knownCodec(encoding);
    return { ...format, encoding, mark: encoding === 'utf8bom' || encoding.startsWith('utf16') };
}

async function knownCodec(encoding: string): Promise<Codec> {
    const codec = await codecOf(encoding);
    if (codec === undefined) {
        throw new LongtableError('bad-request', `The encoding ${encoding} is not known here.`);
    }
    return codec;
}
