import type { Random } from './random.js';
import type { Tokens } from './tokens.js';

const WORDS = ['', ' ', 'a', 'let x = 1;', '\n', '\n\n', '    ', '}', 'é', '\t'];

/** An offset that is in no surrogate pair. */
export function offsetIn(text: string, random: Random): number {
    // Often at the ends, where edits of several people meet.
    const offset = random.chance(0.1) ? 0 : random.chance(0.15) ? text.length : random.below(text.length + 1);
    const isInPair = /[\ud800-\udbff]/.test(text[offset - 1] ?? '') && /[\udc00-\udfff]/.test(text[offset] ?? '');
    return isInPair ? offset + 1 : offset;
}

/** A stretch of a text, mostly short. */
export function stretchOf(text: string, random: Random): readonly [start: number, end: number] {
    const start = offsetIn(text, random);
    const length = random.chance(0.1) ? random.below(text.length + 1) : random.below(8);
    let end = Math.min(text.length, start + length);
    if (/[\ud800-\udbff]/.test(text[end - 1] ?? '') && /[\udc00-\udfff]/.test(text[end] ?? '')) {
        end++;
    }
    return [start, end];
}

/** Something to insert, with one token in it, sometimes with many. */
export function insertion(random: Random, tokens: Tokens): string {
    const piece = () => random.of(WORDS) + tokens.next() + random.of(WORDS);
    return random.chance(0.03) ? Array.from({ length: 20 + random.below(60) }, piece).join('\n') : piece();
}
