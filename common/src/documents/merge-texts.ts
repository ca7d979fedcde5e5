import { diffTexts, type TextEdit } from './text-diff.js';

/**
 * What has to be done to `theirs` so that it also holds what was done to make `base` `mine`, in the order of
 * `diffTexts`. What either inserted stays, what either deleted goes. Where both inserted at one place, theirs comes first;
 * the same text, or more of the same, is taken for one insertion that arrived by two ways.
 */
export function mergeTexts(base: string, mine: string, theirs: string): TextEdit[] {
    return mine === theirs ? [] : mergeEdits(base, diffTexts(base, mine), theirs, lackingIn);
}

/**
 * As {@link mergeTexts}, with what was done to `base` as it was done, from its end to its start. `insertion` tells what
 * of an insertion is lacking where there is another one.
 */
export function mergeEdits(
    base: string,
    ofMine: readonly TextEdit[],
    theirs: string,
    insertion: (theirs: string, mine: string) => string
): TextEdit[] {
    if (ofMine.length === 0) {
        return [];
    }
    const ofTheirs = diffTexts(base, theirs);
    const insertedByMe = insertions(ofMine);
    const insertedByThem = insertions(ofTheirs);
    const deletedByMe = deletions(ofMine);
    const deletedByThem = deletions(ofTheirs);
    const borders = bordersOf([...ofMine, ...ofTheirs], base.length);
    const edits: TextEdit[] = [];
    let offset = 0;
    borders.forEach((border, index) => {
        const length = (borders[index + 1] ?? border) - border;
        const there = insertedByThem.get(border) ?? '';
        const insert = insertion(there, insertedByMe.get(border) ?? '');
        const isThere = !deletedByThem(border);
        const remove = isThere && deletedByMe(border) ? length : 0;
        offset += there.length;
        if (insert !== '' || remove > 0) {
            edits.push({ offset, delete: remove, insert });
        }
        offset += isThere ? length : 0;
    });
    return edits.reverse();
}

function bordersOf(edits: readonly TextEdit[], end: number): readonly number[] {
    const borders = new Set([0, end]);
    for (const edit of edits) {
        borders.add(edit.offset).add(edit.offset + edit.delete);
    }
    return [...borders].sort((one, other) => one - other);
}

function insertions(edits: readonly TextEdit[]): ReadonlyMap<number, string> {
    const insertions = new Map<number, string>();
    for (const { offset, insert } of edits) {
        insertions.set(offset, insert + (insertions.get(offset) ?? ''));
    }
    return insertions;
}

/** Tells of offsets that are asked for in ascending order whether they are deleted. */
function deletions(edits: readonly TextEdit[]): (offset: number) => boolean {
    const left = edits.filter(edit => edit.delete > 0);
    return offset => {
        for (;;) {
            const next = left.at(-1);
            if (next === undefined || offset < next.offset) {
                return false;
            }
            if (offset < next.offset + next.delete) {
                return true;
            }
            left.pop();
        }
    };
}

/** For when nobody knows whether what is mine has arrived there. */
export function lackingIn(theirs: string, mine: string): string {
    if (mine.startsWith(theirs)) {
        return mine.slice(theirs.length);
    }
    return theirs.startsWith(mine) ? '' : mine;
}
