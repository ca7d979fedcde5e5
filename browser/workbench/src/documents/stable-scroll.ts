import type { BoundRange } from './text-binding';

/** What is needed of an editor to keep what it shows in its place. */
export interface ScrolledEditor {
    getScrollTop(): number;
    setScrollTop(top: number): void;
    getTopForLineNumber(line: number): number;
    getVisibleRanges(): readonly { readonly startLineNumber: number }[];
}

/** An edit as Monaco takes it. */
export interface LineEdit {
    readonly range: BoundRange;
    readonly text: string;
}

/** How far a line moves when edits elsewhere in the text are made: undefined if it is among what they replace. */
export function shiftOfLine(line: number, edits: readonly LineEdit[]): number | undefined {
    let shift = 0;
    for (const { range, text } of edits) {
        const isAbove = range.endLineNumber < line || (range.endLineNumber === line && range.endColumn === 1);
        if (isAbove) {
            shift += text.split('\n').length - 1 - (range.endLineNumber - range.startLineNumber);
        } else if (range.startLineNumber < line) {
            return undefined;
        }
    }
    return shift;
}

/**
 * Remembers what editors show; call what it returns after the edits. Monaco keeps the distance from the top of the text,
 * so that lines which others add above would push away what one reads.
 */
export function keepScroll(editors: readonly ScrolledEditor[], edits: readonly LineEdit[]): () => void {
    const restores = editors.flatMap(editor => {
        const [first] = editor.getVisibleRanges();
        const top = editor.getScrollTop();
        const shift = first && top > 0 ? shiftOfLine(first.startLineNumber, edits) : undefined;
        if (!first || !shift) {
            return [];
        }
        const below = top - editor.getTopForLineNumber(first.startLineNumber);
        return [() => editor.setScrollTop(editor.getTopForLineNumber(first.startLineNumber + shift) + below)];
    });
    return () => restores.forEach(restore => restore());
}
