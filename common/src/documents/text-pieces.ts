import * as Y from 'yjs';
import type { IdRanges } from './id-ranges.js';
import type { TextEdit } from './text-diff.js';

/** Text that was inserted but not acknowledged. */
export interface InsertedText {
    readonly client: number;
    readonly clock: number;
    /** Where it is in the text without any of it. */
    readonly at: number;
    readonly text: string;
    /** Whether it was deleted again. */
    readonly gone?: true;
}

/** A text with and without what was not acknowledged, and what that was. */
export interface TextPair {
    /** As it is. */
    readonly mine: string;
    /** Without unacknowledged insertions, with what was deleted unacknowledged. */
    readonly base: string;
    /** In order. */
    readonly inserted: readonly InsertedText[];
    /** What was deleted of the base, in order. */
    readonly deleted?: readonly { readonly at: number; readonly length: number }[];
}

/**
 * Takes a text apart by walking its items once. What was deleted must still be held by them: a replica keeps what was
 * deleted in it from being collected.
 */
export function pairOf(text: Y.Text, isInserted: IdRanges, isDeleted: IdRanges): TextPair {
    const mine: string[] = [];
    const base: string[] = [];
    let at = 0;
    const inserted: InsertedText[] = [];
    const deleted: { at: number; length: number }[] = [];
    for (let item = text._start; item !== null; item = item.right) {
        if (!(item.content instanceof Y.ContentString)) {
            continue;
        }
        const { client, clock } = item.id;
        const { str } = item.content;
        const end = clock + str.length;
        if (!item.deleted) {
            mine.push(str);
        }
        for (let from = clock; from < end;) {
            const to = Math.min(isInserted.borderAfter(client, from, end), isDeleted.borderAfter(client, from, end));
            const part = str.slice(from - clock, to - clock);
            if (isInserted.has(client, from)) {
                inserted.push({ client, clock: from, at, text: part, ...(item.deleted && { gone: true }) });
            } else if (!item.deleted || isDeleted.has(client, from)) {
                if (item.deleted) {
                    deleted.push({ at, length: part.length });
                }
                base.push(part);
                at += part.length;
            }
            from = to;
        }
    }
    return { mine: mine.join(''), base: base.join(''), inserted, deleted };
}

/**
 * What was done, as edits of the base from its end to its start. Some of what was inserted may have arrived after all:
 * all below `known(client)`, which then belongs to the base.
 */
export function editsOf(
    pair: TextPair & Required<Pick<TextPair, 'deleted'>>,
    known: (client: number) => number
): { readonly base: string; readonly edits: readonly TextEdit[] } {
    const base: string[] = [];
    const edits: TextEdit[] = [];
    let length = 0;
    let done = 0;
    const keep = (text: string) => {
        base.push(text);
        length += text.length;
    };
    const keepUpTo = (at: number) => {
        keep(pair.base.slice(done, at));
        done = at;
    };
    const deleted = [...pair.deleted];
    const deleteUpTo = (at: number) => {
        for (let next = deleted[0]; next !== undefined && next.at < at; next = deleted[0]) {
            deleted.shift();
            keepUpTo(next.at);
            edits.push({ offset: length, delete: next.length, insert: '' });
        }
        keepUpTo(at);
    };
    for (const { client, clock, at, text, gone } of pair.inserted) {
        deleteUpTo(at);
        const border = Math.min(text.length, Math.max(0, known(client) - clock));
        if (border > 0) {
            if (gone) {
                edits.push({ offset: length, delete: border, insert: '' });
            }
            keep(text.slice(0, border));
        }
        if (border < text.length && !gone) {
            edits.push({ offset: length, delete: 0, insert: text.slice(border) });
        }
    }
    deleteUpTo(pair.base.length + 1);
    return { base: base.join(''), edits: edits.reverse() };
}
