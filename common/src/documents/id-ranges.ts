import * as Y from 'yjs';

/** Runs of clocks per client id: which characters of a history are meant, whether inserted or deleted. */
export class IdRanges {
    private readonly runs = new Map<number, { clock: number; length: number }[]>();

    static ofDeleted(deleted: ReturnType<typeof Y.createDeleteSet>): IdRanges {
        const ranges = new IdRanges();
        for (const [client, items] of deleted.clients) {
            for (const { clock, len } of items) {
                ranges.add(client, clock, len);
            }
        }
        return ranges;
    }

    get isEmpty(): boolean {
        return this.runs.size === 0;
    }

    get clients(): readonly number[] {
        return [...this.runs.keys()];
    }

    add(client: number, clock: number, length: number): void {
        let runs = this.runs.get(client);
        if (runs === undefined) {
            runs = [];
            this.runs.set(client, runs);
        }
        const last = runs.at(-1);
        if (last !== undefined && last.clock + last.length === clock) {
            last.length += length;
        } else {
            runs.push({ clock, length });
            if (last !== undefined && clock < last.clock) {
                runs.sort((one, other) => one.clock - other.clock);
            }
        }
    }

    has(client: number, clock: number): boolean {
        return this.runAt(client, clock) !== undefined;
    }

    /** The first clock from `clock` on, below `end`, at which being in here changes; `end` if it does not. */
    borderAfter(client: number, clock: number, end: number): number {
        const run = this.runAt(client, clock);
        if (run !== undefined) {
            return Math.min(run.clock + run.length, end);
        }
        const next = this.runs.get(client)?.find(candidate => candidate.clock > clock);
        return next === undefined ? end : Math.min(next.clock, end);
    }

    /** Whether all of this is in one of the others. */
    isWithin(...others: readonly IdRanges[]): boolean {
        for (const [client, runs] of this.runs) {
            for (const { clock, length } of runs) {
                const end = clock + length;
                for (let at = clock; at < end;) {
                    const holding = others.map(other => other.runAt(client, at)).find(run => run !== undefined);
                    if (holding === undefined) {
                        return false;
                    }
                    at = holding.clock + holding.length;
                }
            }
        }
        return true;
    }

    private runAt(client: number, clock: number): { clock: number; length: number } | undefined {
        const runs = this.runs.get(client);
        if (runs === undefined) {
            return undefined;
        }
        let low = 0;
        let high = runs.length - 1;
        while (low <= high) {
            const middle = (low + high) >> 1;
            const run = runs[middle];
            if (run === undefined || clock < run.clock) {
                high = middle - 1;
            } else if (clock >= run.clock + run.length) {
                low = middle + 1;
            } else {
                return run;
            }
        }
        return undefined;
    }
}

/** What an update inserts and what it deletes. */
export interface UpdateRanges {
    readonly inserted: IdRanges;
    readonly deleted: IdRanges;
}

export function rangesOf(update: Uint8Array): UpdateRanges {
    const { structs, ds } = Y.decodeUpdate(update);
    const inserted = new IdRanges();
    for (const struct of structs) {
        if (!(struct instanceof Y.Skip)) {
            inserted.add(struct.id.client, struct.id.clock, struct.length);
        }
    }
    return { inserted, deleted: IdRanges.ofDeleted(ds) };
}
