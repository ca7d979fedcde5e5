import { isUtf8 } from 'node:buffer';

/** Turns text into bytes and back. Neither knows of byte order marks. */
export interface Codec {
    decode(bytes: Buffer): string;
    encode(text: string): Buffer;
    /** Whether every text comes back as it was. */
    readonly total: boolean;
}

/** What VS Code offers beside Unicode, under its names. */
const TABLES = new Set(
    (
        'windows1250 windows1251 windows1252 windows1253 windows1254 windows1255 windows1256 windows1257 windows1258 ' +
        'windows874 iso88591 iso88592 iso88593 iso88594 iso88595 iso88596 iso88597 iso88598 iso88599 iso885910 ' +
        'iso885911 iso885913 iso885914 iso885915 iso885916 macroman cp437 cp850 cp852 cp865 cp866 cp1125 cp950 ' +
        'koi8r koi8u koi8ru koi8t gb2312 gbk gb18030 big5hkscs shiftjis eucjp euckr'
    ).split(' ')
);

const UTF8: Codec = {
    decode: bytes => bytes.toString('utf8'),
    encode: text => Buffer.from(text, 'utf8'),
    total: true
};
const UTF16LE: Codec = {
    decode: bytes => bytes.toString('utf16le'),
    encode: text => Buffer.from(text, 'utf16le'),
    total: true
};
const UTF16BE: Codec = {
    decode: bytes =>
        Buffer.from(bytes.subarray(0, bytes.length & ~1))
            .swap16()
            .toString('utf16le'),
    encode: text => Buffer.from(text, 'utf16le').swap16(),
    total: true
};

/** The codec of an encoding as VS Code names it, or undefined for one that is not offered. */
export async function codecOf(encoding: string): Promise<Codec | undefined> {
    switch (encoding) {
        case 'utf8':
        case 'utf8bom':
            return UTF8;
        case 'utf16le':
            return UTF16LE;
        case 'utf16be':
            return UTF16BE;
        default:
            return TABLES.has(encoding) ? tableCodec(encoding) : undefined;
    }
}

async function tableCodec(encoding: string): Promise<Codec> {
    // Its tables are large, and next to all files are UTF-8.
    const { default: iconv } = await import('iconv-lite');
    return {
        decode: bytes => iconv.decode(bytes, encoding, { stripBOM: false }),
        encode: text => iconv.encode(text, encoding, { addBOM: false }),
        total: false
    };
}

/** The encoding that a byte order mark tells, with the mark's length. */
export function markOf(bytes: Buffer): { readonly encoding: string; readonly length: number } | undefined {
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
        return { encoding: 'utf8bom', length: 3 };
    }
    if (bytes[0] === 0xff && bytes[1] === 0xfe) {
        return { encoding: 'utf16le', length: 2 };
    }
    if (bytes[0] === 0xfe && bytes[1] === 0xff) {
        return { encoding: 'utf16be', length: 2 };
    }
    return undefined;
}

/** The byte order mark that a text in this encoding begins with, if it has one. */
export function markIn(encoding: string): Buffer {
    switch (encoding) {
        case 'utf8bom':
            return Buffer.from([0xef, 0xbb, 0xbf]);
        case 'utf16le':
            return Buffer.from([0xff, 0xfe]);
        case 'utf16be':
            return Buffer.from([0xfe, 0xff]);
        default:
            return Buffer.alloc(0);
    }
}

/** The encoding of bytes without a mark, as far as they show it; undefined when they are no text. */
export function guessEncoding(bytes: Buffer): string | undefined {
    if (bytes.includes(0)) {
        return guessUtf16(bytes);
    }
    return isUtf8(bytes) ? 'utf8' : 'windows1252';
}

/** Western text in UTF-16 has a zero in every other byte, and nowhere else. */
function guessUtf16(bytes: Buffer): string | undefined {
    const sample = bytes.subarray(0, 4096);
    const zeros = [0, 0];
    sample.forEach((byte, at) => {
        if (byte === 0) {
            zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
        }
    });
    const [even = 0, odd = 0] = zeros;
    if (bytes.length % 2 !== 0 || (even > 0 && odd > 0) || even + odd < sample.length / 8) {
        return undefined;
    }
    return odd > 0 ? 'utf16le' : 'utf16be';
}
