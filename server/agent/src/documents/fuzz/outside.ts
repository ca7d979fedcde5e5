import { existsSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { decodeFile, encodeFile, type FileFormat } from './file-format.js';
import type { Random } from './random.js';
import { insertion, offsetIn, stretchOf } from './scribble.js';
import { tokensIn, type Tokens } from './tokens.js';

const kinds = {
    replace: 4,
    overwrite: 4,
    append: 3,
    truncate: 1,
    remove: 1,
    checkout: 2,
    touch: 1,
    swap: 1
};

/** Everybody who writes a file past the agent: formatters, git, shells. */
export class Outside {
    private readonly versions: string[] = [];
    private interrupted: (() => void) | undefined;
    private format: FileFormat = { encoding: 'utf8', lineEnd: '\n' };

    constructor(
        private readonly file: () => string,
        private readonly random: Random,
        private readonly tokens: Tokens
    ) {}

    /** Whether it is not in the middle of something. */
    get idle(): boolean {
        return this.interrupted === undefined;
    }

    /** Does something to the file, or finishes what it has begun. */
    act(): string {
        if (this.interrupted !== undefined) {
            this.finish();
            return 'finish';
        }
        const file = this.file();
        if (!existsSync(file)) {
            this.write(file, this.changed(this.random.chance(0.5) ? (this.versions.at(-1) ?? '') : ''));
            return 'create';
        }
        const before = this.read(file);
        this.versions.push(before);
        const kind = this.random.weighted(kinds);
        switch (kind) {
            case 'replace':
                this.write(`${file}.tmp`, this.changed(before));
                renameSync(`${file}.tmp`, file);
                break;
            case 'overwrite':
                this.write(file, this.changed(before));
                break;
            case 'append':
                this.write(file, `${before}${insertion(this.random, this.tokens)}\n`);
                break;
            case 'truncate': {
                const after = this.changed(before);
                this.tokens.forget(before);
                writeFileSync(file, '');
                this.interrupted = () => {
                    const meanwhile = existsSync(file) ? this.read(file) : '';
                    this.write(file, after);
                    this.forgetMissing(meanwhile, file);
                };
                break;
            }
            case 'remove':
                this.tokens.forget(before);
                rmSync(file);
                break;
            case 'checkout': {
                const after = this.random.of(this.versions);
                rmSync(file);
                this.write(file, after);
                break;
            }
            case 'swap':
                renameSync(file, `${file}.orig`);
                this.write(file, this.changed(before));
                rmSync(`${file}.orig`);
                break;
            case 'touch':
                utimesSync(file, new Date(), new Date());
                return kind;
        }
        this.forgetMissing(before, file);
        return kind;
    }

    /** Ends what was begun. */
    finish(): void {
        this.interrupted?.();
        this.interrupted = undefined;
    }

    private read(file: string): string {
        const { text, format } = decodeFile(readFileSync(file));
        this.format = format;
        return text;
    }

    private write(file: string, text: string): void {
        writeFileSync(file, encodeFile(text, this.format));
    }

    private changed(text: string): string {
        const { random, tokens } = this;
        let changed = text;
        for (let count = 1 + random.below(3); count > 0; count--) {
            if (random.chance(0.6)) {
                const offset = offsetIn(changed, random);
                changed = changed.slice(0, offset) + insertion(random, tokens) + changed.slice(offset);
            } else if (random.chance(0.5)) {
                const [start, end] = stretchOf(changed, random);
                tokens.forget(changed.slice(start, end));
                changed = changed.slice(0, start) + changed.slice(end);
            } else {
                const lines = changed.split('\n');
                lines.push(...lines.splice(random.below(lines.length), 1 + random.below(2)));
                changed = lines.join('\n');
            }
        }
        return changed;
    }

    private forgetMissing(before: string, file: string): void {
        const after = existsSync(file) ? this.read(file) : '';
        const there = new Set(tokensIn(after));
        this.tokens.forget(
            tokensIn(before)
                .filter(token => !there.has(token))
                .join('')
        );
    }
}
