import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { linesOf } from './lines-of.js';

async function lines(...chunks: (string | Buffer)[]): Promise<string[]> {
    const result: string[] = [];
    for await (const line of linesOf(Readable.from(chunks, { objectMode: false }), 10)) {
        result.push(line);
    }
    return result;
}

test('lines are put together from pieces, also in the middle of a character', async () => {
    const bytes = Buffer.from('é\nü');
    expect(await lines('a\nb', 'c\n', '\n', 'd')).toEqual(['a', 'bc', '', 'd']);
    expect(await lines(bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4))).toEqual(['é', 'ü']);
    expect(await lines()).toEqual([]);
});

test('a line that does not end is not kept for ever', async () => {
    let produced = 0;
    function* endless() {
        for (;;) {
            produced++;
            yield 'xxxx';
        }
    }
    const reading = (async () => {
        for await (const line of linesOf(Readable.from(endless(), { objectMode: false }), 10)) {
            expect(line).toBe('never');
        }
    })();
    await expect(reading).rejects.toThrow('longer than 10');
    expect(produced).toBeLessThan(100_000);
    expect(await lines('x'.repeat(10), '\n')).toEqual(['x'.repeat(10)]);
    await expect(lines(`${'x'.repeat(11)}\n`)).rejects.toThrow('longer than 10');
});
