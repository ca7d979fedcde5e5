import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** So many ended epochs of a document are remembered. */
const MOST_EPOCHS = 8;

type Entry = readonly [epoch: string, stateVector: string];

/**
 * Remembers, beside the journals, what a document held when its epochs ended. Who comes back from such an epoch learns
 * from it which of their text arrived.
 */
export class EpochLedger {
    private constructor(
        private path: string,
        private entries: readonly Entry[]
    ) {}

    static open(path: string): EpochLedger {
        try {
            return new EpochLedger(path, JSON.parse(readFileSync(path, 'utf8')) as Entry[]);
        } catch {
            // There is none yet, or it is of no use; those who come back are then helped by a merge of texts alone.
            return new EpochLedger(path, []);
        }
    }

    get(epoch: string): Uint8Array | undefined {
        const entry = this.entries.find(([name]) => name === epoch);
        return entry === undefined ? undefined : new Uint8Array(Buffer.from(entry[1], 'base64'));
    }

    add(epoch: string, stateVector: Uint8Array): void {
        const entry: Entry = [epoch, Buffer.from(stateVector).toString('base64')];
        this.entries = [...this.entries, entry].slice(-MOST_EPOCHS);
        mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
        writeFileSync(`${this.path}.new`, JSON.stringify(this.entries), { mode: 0o600 });
        renameSync(`${this.path}.new`, this.path);
    }

    move(path: string): void {
        // What is told there is of another file.
        rmSync(path, { force: true });
        if (existsSync(this.path)) {
            renameSync(this.path, path);
        }
        this.path = path;
    }
}
