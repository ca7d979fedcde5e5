import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const FILES_IN_FOLDER = 40;
/** One file in so many cannot be compressed, as pictures and archives. */
const INCOMPRESSIBLE = 8;

/** What the files of a tree are about. */
export interface TreeSize {
    readonly files: number;
    readonly bytes: number;
}

/** A tree of files as they lie in a workspace with its dependencies: many small ones, and few that hold most of it. */
export class Tree {
    private readonly random = generator(42);

    constructor(
        readonly directory: string,
        private readonly size: TreeSize
    ) {}

    async make(): Promise<void> {
        const weights = Array.from({ length: this.size.files }, () => Math.exp(3 * this.gaussian()));
        const unit = this.size.bytes / weights.reduce((sum, weight) => sum + weight, 0);
        for (const [index, weight] of weights.entries()) {
            if (index % FILES_IN_FOLDER === 0) {
                await mkdir(path.dirname(this.pathOf(index)), { recursive: true });
            }
            await writeFile(this.pathOf(index), this.content(index, Math.max(1, Math.round(weight * unit))));
        }
        await this.own(this.directory);
        // Whoever reads it first would otherwise be measured with writing it out.
        await promisify(execFile)('sync');
    }

    /** What a person does in an hour: some files changed, added and deleted. */
    async work(changed: number, added: number, deleted: number): Promise<void> {
        const { files } = this.size;
        const every = (count: number, at: number) => Math.floor((at * files) / count);
        for (let index = 0; index < changed; index++) {
            const file = await open(this.pathOf(every(changed, index)), 'a');
            await file.write(`changed ${String(index)}\n`);
            await file.close();
        }
        for (let index = 0; index < deleted; index++) {
            await rm(this.pathOf(every(deleted, index) + 1), { force: true });
        }
        const fresh = path.join(this.directory, 'added');
        await mkdir(fresh);
        for (let index = 0; index < added; index++) {
            await writeFile(path.join(fresh, `${String(index)}.ts`), this.content(1, 4000));
        }
        // What is there keeps its owner, and so its times.
        await this.own(fresh);
    }

    /** Whoever the folder of the workspace belongs to owns what is made in it. */
    private async own(made: string): Promise<void> {
        const { uid, gid } = await stat(path.dirname(this.directory));
        await promisify(execFile)('chown', ['-R', `${String(uid)}:${String(gid)}`, made]);
    }

    private pathOf(index: number): string {
        const folder = Math.floor(index / FILES_IN_FOLDER);
        const place = [`part-${String(folder % 37)}`, `package-${String(folder)}`, `file-${String(index)}.js`];
        return path.join(this.directory, ...place);
    }

    private content(index: number, bytes: number): Buffer {
        if (index % INCOMPRESSIBLE === 0) {
            return randomBytes(bytes);
        }
        let text = '';
        while (text.length < bytes) {
            text += `const name${String(Math.floor(this.random() * 1e6))} = require('${String(Math.floor(this.random() * 1e4))}');\n`;
        }
        return Buffer.from(text.slice(0, bytes));
    }

    private gaussian(): number {
        return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    }
}

/** The same numbers each time, from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
}
