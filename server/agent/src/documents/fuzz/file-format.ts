const MARKS = {
    utf8: [],
    utf8bom: [0xef, 0xbb, 0xbf],
    utf16le: [0xff, 0xfe],
    utf16be: [0xfe, 0xff]
} as const;

export type Encoding = keyof typeof MARKS;

export interface FileFormat {
    readonly encoding: Encoding;
    readonly lineEnd: '\n' | '\r\n';
}

export const ENCODINGS = Object.keys(MARKS) as Encoding[];

/** The bytes of a text whose lines end with LF. */
export function encodeFile(text: string, { encoding, lineEnd }: FileFormat): Buffer {
    const ended = text.replaceAll('\n', lineEnd);
    const bytes = Buffer.from(ended, encoding === 'utf16le' || encoding === 'utf16be' ? 'utf16le' : 'utf8');
    return Buffer.concat([Buffer.from(MARKS[encoding]), encoding === 'utf16be' ? bytes.swap16() : bytes]);
}

/** The text of bytes, with LF, and how it was written. */
export function decodeFile(bytes: Buffer): { readonly text: string; readonly format: FileFormat } {
    const encoding =
        ENCODINGS.find(
            candidate =>
                MARKS[candidate].length > 0 && MARKS[candidate].every((byte: number, index) => bytes[index] === byte)
        ) ?? 'utf8';
    const content = Buffer.from(bytes.subarray(MARKS[encoding].length));
    const isWide = encoding === 'utf16le' || encoding === 'utf16be';
    const text = (encoding === 'utf16be' ? content.swap16() : content).toString(isWide ? 'utf16le' : 'utf8');
    return {
        text: text.replaceAll('\r\n', '\n'),
        format: { encoding, lineEnd: text.includes('\r\n') ? '\r\n' : '\n' }
    };
}
