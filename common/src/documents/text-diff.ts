import { changesOf } from './text-changes.js';

/** One change of a text. Offsets count UTF-16 units of the text before any change of its list. */
export interface TextEdit {
    readonly offset: number;
    readonly delete: number;
    readonly insert: string;
}

/** What has to be done to `from` to make it `to`: the last place in the text first, so that each can be applied as it stands. */
export function diffTexts(from: string, to: string): TextEdit[] {
    return changesOf(from, to)
        .map(({ fromStart, fromEnd, toStart, toEnd }) => ({
            offset: fromStart,
            delete: fromEnd - fromStart,
            insert: to.slice(toStart, toEnd)
        }))
        .reverse();
}

/** The text after changes, which come in the order of {@link diffTexts}. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
    const pieces: string[] = [];
    let end = text.length;
    for (const edit of edits) {
        pieces.push(text.slice(edit.offset + edit.delete, end), edit.insert);
        end = edit.offset;
    }
    pieces.push(text.slice(0, end));
    return pieces.reverse().join('');
}
