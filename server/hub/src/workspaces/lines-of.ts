import type { Readable } from 'node:stream';

/** The lines of a text as they arrive, at the pace of who reads them. Throws at one that is longer than allowed. */
export async function* linesOf(input: Readable, longest: number): AsyncGenerator<string> {
    let rest = '';
    for await (const chunk of input.setEncoding('utf8')) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of [...lines, rest]) {
            if (line.length > longest) {
                throw new Error(`A line is longer than ${String(longest)} characters.`);
            }
        }
        yield* lines;
    }
    if (rest !== '') {
        yield rest;
    }
}
