import { LongtableError } from '@longtable/common';

/*
 * The tar format as POSIX.1-2001 (pax) has it: blocks of 512 bytes, a header for each member, its content filled up to whole
 * blocks, and before it a header of kind `x` whose content says what does not fit into the fixed fields.
 */
export const BLOCK = 512;

export type MemberKind = 'file' | 'folder' | 'link' | 'hard-link';

/** A member of an archive. Names and targets are bytes as latin1. */
export interface Member {
    readonly kind: MemberKind;
    readonly path: string;
    readonly mode: number;
    /** In milliseconds since 1970. */
    readonly mtime: number;
    readonly size: number;
    readonly target?: string;
}

const TYPES: Readonly<Record<MemberKind, string>> = { file: '0', 'hard-link': '1', link: '2', folder: '5' };

/** The header of a member with what has to stand before it. */
export function encodeHeader(member: Member): Buffer {
    const { path, target = '', size, mtime } = member;
    const records: [string, string][] = [];
    if (path.length > 100) {
        records.push(['path', path]);
    }
    if (target.length > 100) {
        records.push(['linkpath', target]);
    }
    if (size > 0o77777777777) {
        records.push(['size', String(size)]);
    }
    if (!Number.isInteger(mtime / 1000) || mtime < 0) {
        records.push(['mtime', (mtime / 1000).toFixed(6)]);
    }
    const own = block({ ...member, path: path.slice(0, 100), target: target.slice(0, 100) }, TYPES[member.kind]);
    if (records.length === 0) {
        return own;
    }
    const content = Buffer.from(records.map(record).join(''), 'latin1');
    const before = block({ kind: 'file', path: 'PaxHeader', mode: 0o644, mtime: 0, size: content.length }, 'x');
    return Buffer.concat([before, content, padding(content.length), own]);
}

/** What fills a content of some length up to whole blocks. */
export function padding(length: number): Buffer {
    return Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);
}

export interface RawHeader {
    readonly type: string;
    readonly path: string;
    readonly mode: number;
    readonly mtime: number;
    readonly size: number;
    readonly target: string;
}

/** Reads a header; undefined for a block of zeros, which ends an archive. Throws `bad-request`. */
export function decodeHeader(bytes: Buffer): RawHeader | undefined {
    if (bytes.every(byte => byte === 0)) {
        return undefined;
    }
    let sum = 0;
    for (let at = 0; at < BLOCK; at += 1) {
        sum += at >= 148 && at < 156 ? 0x20 : (bytes[at] ?? 0);
    }
    if (sum !== numberIn(bytes, 148, 8)) {
        throw notAnArchive();
    }
    const isPosix = bytes.toString('latin1', 257, 263) === 'ustar\0';
    const prefix = isPosix ? textIn(bytes, 345, 155) : '';
    const name = textIn(bytes, 0, 100);
    return {
        type: String.fromCharCode(bytes[156] ?? 0),
        path: prefix === '' ? name : `${prefix}/${name}`,
        mode: numberIn(bytes, 100, 8),
        mtime: numberIn(bytes, 136, 12) * 1000,
        size: numberIn(bytes, 124, 12),
        target: textIn(bytes, 157, 100)
    };
}

/** The records of a pax header. */
export function decodeRecords(bytes: Buffer): ReadonlyMap<string, string> {
    const records = new Map<string, string>();
    const text = bytes.toString('latin1');
    for (let at = 0; at < text.length;) {
        const space = text.indexOf(' ', at);
        const length = Number(text.slice(at, space));
        const equals = text.indexOf('=', space);
        if (space < 0 || !Number.isInteger(length) || length < 5 || equals < 0 || equals > at + length) {
            throw notAnArchive();
        }
        records.set(text.slice(space + 1, equals), text.slice(equals + 1, at + length - 1));
        at += length;
    }
    return records;
}

export function notAnArchive(cause?: unknown): LongtableError {
    return new LongtableError(
        'bad-request',
        'The file is not a whole tar archive, compressed with zstd or gzip or not at all. Nothing was kept.',
        { cause }
    );
}

function block({ path, mode, size, mtime, target = '' }: Member, type: string): Buffer {
    const bytes = Buffer.alloc(BLOCK);
    bytes.write(path, 0, 100, 'latin1');
    bytes.write(octal(mode, 7), 100);
    bytes.write(octal(0, 7), 108);
    bytes.write(octal(0, 7), 116);
    bytes.write(octal(size > 0o77777777777 ? 0 : size, 11), 124);
    bytes.write(octal(Math.max(0, Math.floor(mtime / 1000)), 11), 136);
    bytes.write('        ', 148);
    bytes.write(type, 156);
    bytes.write(target, 157, 100, 'latin1');
    bytes.write('ustar\x0000', 257);
    let sum = 0;
    for (const byte of bytes) {
        sum += byte;
    }
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return bytes;
}

function octal(value: number, digits: number): string {
    return `${value.toString(8).padStart(digits, '0')}\0`;
}

/** `length key=value\n`, the length counting itself. */
function record([key, value]: readonly [string, string]): string {
    const rest = ` ${key}=${value}\n`.length;
    let length = rest + String(rest).length;
    if (String(length).length > String(rest).length) {
        length += 1;
    }
    return `${length} ${key}=${value}\n`;
}

function textIn(bytes: Buffer, start: number, length: number): string {
    const text = bytes.toString('latin1', start, start + length);
    const end = text.indexOf('\0');
    return end < 0 ? text : text.slice(0, end);
}

function numberIn(bytes: Buffer, start: number, length: number): number {
    if (((bytes[start] ?? 0) & 0x80) !== 0) {
        // GNU tar writes numbers that do not fit as bytes.
        let value = (bytes[start] ?? 0) & 0x3f;
        for (let at = start + 1; at < start + length; at += 1) {
            value = value * 256 + (bytes[at] ?? 0);
        }
        return value;
    }
    const text = textIn(bytes, start, length).trim();
    if (!/^[0-7]*$/.test(text)) {
        throw notAnArchive();
    }
    return text === '' ? 0 : parseInt(text, 8);
}
