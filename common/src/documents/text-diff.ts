/** One change of a text. Offsets count UTF-16 units and, in a list, belong to the text before any of its changes. */
export interface TextEdit {
    readonly offset: number;
    readonly delete: number;
    readonly insert: string;
}

/** What has to be done to `from` to make it `to`, the last place in the text first, so that one can apply it as it stands. */
export function diffTexts(from: string, to: string): TextEdit[] {
    if (from === to) {
        return [];
    }
    let start = 0;
    while (start < from.length && start < to.length && from[start] === to[start]) {
        start++;
    }
    let end = 0;
    const most = Math.min(from.length, to.length) - start;
    while (end < most && from[from.length - 1 - end] === to[to.length - 1 - end]) {
        end++;
    }
    return [{ offset: start, delete: from.length - start - end, insert: to.slice(start, to.length - end) }];
}

/** The text after the changes. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
    return edits.reduce(
        (done, edit) => done.slice(0, edit.offset) + edit.insert + done.slice(edit.offset + edit.delete),
        text
    );
}
