import { expect, test } from 'vitest';
import { formatIn, readText, writeText } from './text-file.js';

const SAMPLE = 'Grüße, π und 😀\nzweite Zeile\n';

async function encoded(text: string, encoding: string, lineEnd: 'lf' | 'crlf' = 'lf'): Promise<Buffer> {
    return writeText(text, await formatIn({ encoding: 'utf8', mark: false, lineEnd }, encoding));
}

test('DOC-2 DOC-3 DOC-4: files of every kind are read as text with LF and written back byte for byte', async () => {
    const cases: [name: string, bytes: Buffer, encoding: string][] = [
        ['nothing', Buffer.alloc(0), 'utf8'],
        ['UTF-8', Buffer.from(SAMPLE), 'utf8'],
        ['UTF-8 with a mark', await encoded(SAMPLE, 'utf8bom'), 'utf8bom'],
        ['UTF-16 with a mark', await encoded(SAMPLE, 'utf16le'), 'utf16le'],
        ['UTF-16, the other way round', await encoded(SAMPLE, 'utf16be'), 'utf16be'],
        ['UTF-16 without a mark', Buffer.from('plain text\n', 'utf16le'), 'utf16le'],
        ['the same, the other way round', Buffer.from('plain text\n', 'utf16le').swap16(), 'utf16be'],
        ['a mark alone', Buffer.from([0xef, 0xbb, 0xbf]), 'utf8bom'],
        ['Windows-1252', Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65, 0x20, 0x80, 0x0a]), 'windows1252']
    ];
    for (const [name, bytes, encoding] of cases) {
        for (const lineEnd of ['lf', 'crlf'] as const) {
            const read = await readText(bytes);
            const file = await writeText(read.text, { ...read.format, lineEnd });
            const again = await readText(file);
            expect(again.format, name).toEqual({
                ...read.format,
                lineEnd: read.text.includes('\n') ? lineEnd : 'lf'
            });
            expect(again.text, name).toBe(read.text);
            expect(again.text.includes('\r'), name).toBe(false);
            expect(again.format.encoding, name).toBe(encoding);
        }
        const read = await readText(bytes);
        expect(await writeText(read.text, read.format), name).toEqual(bytes);
    }
});

test('DOC-3: what is binary, or cannot be written back as it is, is refused with a sentence', async () => {
    const refused = [
        Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3]),
        Buffer.from('text with a zero\0 in it'),
        // Half a surrogate pair, and half a character.
        Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),
        Buffer.from([0xff, 0xfe, 0x41]),
        // Windows-1252 has no 0x81.
        Buffer.from([0x41, 0x81, 0xfc])
    ];
    for (const bytes of refused) {
        await expect(readText(bytes), bytes.toString('hex')).rejects.toMatchObject({ code: 'not-shareable' });
    }
});

test('DOC-4: an encoding that was chosen is kept where it fits, and is the only one when it is asked for', async () => {
    const russian = await encoded('привет\n', 'windows1251');
    expect((await readText(russian, 'windows1251')).text).toBe('привет\n');
    expect((await readText(russian)).format.encoding).toBe('windows1252');
    expect((await readText(Buffer.from(SAMPLE), 'utf16le')).format.encoding).toBe('utf8');
    expect((await readText(Buffer.from(SAMPLE), 'windows1251')).format.encoding).toBe('utf8');
    expect((await readText(Buffer.from('plain'), 'windows1251')).format.encoding).toBe('windows1251');
    await expect(readText(russian, 'utf8', true)).rejects.toThrow(/cannot be read as utf8/);
    await expect(readText(russian, 'martian', true)).rejects.toThrow(/martian is not known/);
});

test('DOC-5: lines end as most of them do, and a missing final newline stays missing', async () => {
    const lineEndOf = async (text: string) => {
        const { format, mixed } = await readText(Buffer.from(text));
        return [format.lineEnd, mixed];
    };
    expect(await lineEndOf('')).toEqual(['lf', false]);
    expect(await lineEndOf('a\r\nb\r\nc')).toEqual(['crlf', false]);
    expect(await lineEndOf('a\r\nb\nc\r\n')).toEqual(['crlf', true]);
    expect(await lineEndOf('a\r\nb\nc\n')).toEqual(['lf', true]);
    expect(await lineEndOf('a\rb\n')).toEqual(['lf', true]);
    expect((await readText(Buffer.from('a\rb\r\nc'))).text).toBe('a\nb\nc');
});

test('DOC-7: a text that its encoding cannot hold is not written, and a sentence says which character it is', async () => {
    await expect(encoded('a → b', 'windows1252')).rejects.toThrow(/windows1252 of this file has no “→”.*kept/);
    await expect(encoded('déjà vu €', 'windows1252')).resolves.toHaveLength(9);
});
