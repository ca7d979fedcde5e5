import * as Y from 'yjs';
import { rangesOf, type UpdateRanges } from './id-ranges.js';

/** The edits of a replica that are not acknowledged yet, in order. */
export class PendingUpdates {
    private updates: { readonly sequence: number; readonly update: Uint8Array }[] = [];
    /** Never starts anew, so that an acknowledgement is for one update only, whatever was opened again in between. */
    private sequence = 0;

    get isEmpty(): boolean {
        return this.updates.length === 0;
    }

    add(update: Uint8Array): number {
        this.updates.push({ sequence: ++this.sequence, update });
        return this.sequence;
    }

    /** Forgets what is safe: all up to a sequence. */
    acknowledge(sequence: number): void {
        const first = this.updates.findIndex(candidate => candidate.sequence > sequence);
        this.updates = first === -1 ? [] : this.updates.slice(first);
    }

    clear(): void {
        this.updates = [];
    }

    /** All of them as one update; an empty one if there are none. */
    merged(): Uint8Array {
        const updates = this.updates.map(({ update }) => update);
        return updates.length === 0 ? new Uint8Array(2) : Y.mergeUpdates(updates);
    }

    ranges(): UpdateRanges {
        return rangesOf(this.merged());
    }
}
