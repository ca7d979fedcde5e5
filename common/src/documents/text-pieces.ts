import * as Y from 'yjs';
import type { IdRanges } from './id-ranges.js';

/** Text that was inserted but not acknowledged, and where in the text without any of it. */
export interface InsertedText {
    readonly client: number;
    readonly clock: number;
    readonly at: number;
    readonly text: string;
}

/** A text with and without what was not acknowledged. */
export interface TextPair {
    /** As it is. */
    readonly mine: string;
    /** Without unacknowledged insertions, with what was deleted unacknowledged. */
    readonly base: string;
    /** What was inserted unacknowledged, whether it is still there or not, in order. */
    readonly inserted: readonly InsertedText[];
}

/**
 * Takes a text apart by walking its items once. What was deleted must still be held by them: a replica keeps what was
 * deleted in it from being collected.
 */
export function pairOf(text: Y.Text, inserted: IdRanges, deleted: IdRanges): TextPair {
    let mine = '';
    let base = '';
    const pieces: InsertedText[] = [];
    for (let item = text._start; item !== null; item = item.right) {
        if (!(item.content instanceof Y.ContentString)) {
            continue;
        }
        const { client, clock } = item.id;
        const { str } = item.content;
        const end = clock + str.length;
        if (!item.deleted) {
            mine += str;
        }
        for (let at = clock; at < end;) {
            const isNew = inserted.has(client, at);
            const isGone = item.deleted && !deleted.has(client, at);
            const border = Math.min(inserted.borderAfter(client, at, end), deleted.borderAfter(client, at, end));
            const part = str.slice(at - clock, border - clock);
            if (isNew) {
                pieces.push({ client, clock: at, at: base.length, text: part });
            } else if (!isGone) {
                base += part;
            }
            at = border;
        }
    }
    return { mine, base, inserted: pieces };
}

/** The base of a pair when it turns out that some of what was inserted had arrived: all below `known(client)`. */
export function baseWith(pair: TextPair, known: (client: number) => number): string {
    let result = '';
    let done = 0;
    for (const { client, clock, at, text } of pair.inserted) {
        const arrived = text.slice(0, Math.max(0, known(client) - clock));
        result += pair.base.slice(done, at) + arrived;
        done = at;
    }
    return result + pair.base.slice(done);
}
