import type { Random } from './random.js';

const FIRST_SHORT = 0x4e00;
const LAST_SHORT = 0x9fff;
const FIRST_LONG = 0x20000;
const LAST_LONG = 0x2a6df;

/**
 * What must be in the text in the end: each insertion holds a character that no other has, some of them surrogate pairs.
 * A character that somebody deleted may be there or not, but no character may be there twice.
 */
export class Tokens {
    private readonly expected = new Set<string>();
    private readonly given = new Set<string>();
    private short = FIRST_SHORT;
    private long = FIRST_LONG;

    constructor(private readonly random: Random) {}

    /** A new character that is to stay. */
    next(): string {
        const token = String.fromCodePoint(this.random.chance(0.4) ? this.long++ : this.short++);
        this.expected.add(token);
        this.given.add(token);
        return token;
    }

    /** Nobody can say any more whether what is in a text is to stay. */
    forget(text: string): void {
        for (const token of tokensIn(text)) {
            this.expected.delete(token);
        }
    }

    /** What is wrong with a text, if anything is. */
    faultsIn(text: string): readonly string[] {
        const counts = new Map<string, number>();
        for (const token of tokensIn(text)) {
            counts.set(token, (counts.get(token) ?? 0) + 1);
        }
        const name = (token: string) => `U+${(token.codePointAt(0) ?? 0).toString(16)}`;
        return [
            ...[...this.expected].filter(token => !counts.has(token)).map(token => `${name(token)} is lost`),
            ...[...counts].filter(([, count]) => count > 1).map(([token]) => `${name(token)} is there twice`),
            ...[...counts.keys()].filter(token => !this.given.has(token)).map(token => `${name(token)} is of nobody`),
            ...(text.isWellFormed() && !text.includes('�') ? [] : ['half of a surrogate pair is left'])
        ];
    }
}

export function tokensIn(text: string): string[] {
    return Array.from(text).filter(character => {
        const code = character.codePointAt(0) ?? 0;
        return (code >= FIRST_SHORT && code <= LAST_SHORT) || (code >= FIRST_LONG && code <= LAST_LONG);
    });
}
