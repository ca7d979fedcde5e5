/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
    private state: number;

    constructor(seed: number) {
        this.state = seed | 0;
    }

    /** Starts anew, so that what comes does not depend on how much was drawn before. */
    reseed(seed: number): void {
        this.state = seed | 0;
    }

    /** From 0 up to, and without, 1. */
    next(): number {
        this.state = (this.state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
    }

    /** A whole number from 0 up to, and without, `end`. */
    below(end: number): number {
        return Math.floor(this.next() * end);
    }

    chance(probability: number): boolean {
        return this.next() < probability;
    }

    of<T>(choices: readonly T[]): T {
        const choice = choices[this.below(choices.length)];
        if (choice === undefined) {
            throw new Error('There is nothing to choose from.');
        }
        return choice;
    }

    /** One of the keys, as likely as its weight says. */
    weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
        const entries = Object.entries(weights) as [K, number][];
        let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
        for (const [key, weight] of entries) {
            left -= weight;
            if (left < 0) {
                return key;
            }
        }
        throw new Error('There is nothing to choose from.');
    }
}
