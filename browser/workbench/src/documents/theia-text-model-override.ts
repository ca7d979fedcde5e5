// Upstream: @theia/monaco-editor-core 1.108.201, vs/editor/common/model/textModel.js and editStack.js.
// Monaco keeps what was typed on an undo stack of its own, by places in the text as it was then. In a text that others
// change too these places are wrong, and whatever comes from others would be undone with it. So a live text model gets
// another edit stack that keeps nothing, and its undo goes to the document.
import { diffTexts } from '@longtable/common/documents';
import { Disposable } from '@theia/core/lib/common/disposable';
import { Range } from '@theia/monaco-editor-core/esm/vs/editor/common/core/range';
import { Selection } from '@theia/monaco-editor-core/esm/vs/editor/common/core/selection';
import type { IPosition } from '@theia/monaco-editor-core/esm/vs/editor/common/core/position';
import type { ITextModel } from '@theia/monaco-editor-core/esm/vs/editor/common/model';
import type { LiveUndo, OffsetSelection } from './live-undo';
import type { TextBinding } from './text-binding';

/** What a live text model does otherwise than Monaco's. */
export interface LiveTextModelBehaviour {
    readonly readOnly: boolean;
    readonly binding: TextBinding;
    readonly undo: LiveUndo;
    /** Somebody wants lines to end otherwise; in the model they always end with LF. */
    changeLineEnd(lineEnd: 'lf' | 'crlf'): void;
}

type Edits = Parameters<ITextModel['pushEditOperations']>[1];
type CursorStateComputer = Parameters<ITextModel['pushEditOperations']>[2];
type InverseEdits = Parameters<NonNullable<CursorStateComputer>>[0];

interface EditStack {
    pushStackElement(): void;
    popStackElement(): void;
    clear(): void;
    pushEOL(endOfLine: number): void;
    pushEditOperation(
        before: readonly Selection[] | null,
        edits: Edits,
        cursorStateComputer: CursorStateComputer | null,
        group?: unknown,
        reason?: unknown
    ): Selection[] | null;
}

interface Deferring {
    beginDeferredEmit(): void;
    endDeferredEmit(selections?: Selection[] | null): void;
}

/** What of Monaco's text model is private, and is needed to undo in its manner. */
interface TextModelInside {
    _commandManager: EditStack;
    _isUndoing: boolean;
    _isRedoing: boolean;
    readonly _eventEmitter: Deferring;
    readonly _onDidChangeDecorations: Deferring;
    applyEdits(edits: Edits, computeUndoEdits: true, reason: unknown): InverseEdits;
    setEOL(endOfLine: number): void;
}

/** Monaco's names of line ends are gone when it is compiled. */
const LF = 0;
const CRLF = 1;

/** Gives a text model the behaviour of a live one, which may change later, as with a new epoch of the document. */
export function makeLive(model: ITextModel, behaviour: () => LiveTextModelBehaviour): Disposable {
    const inside = model as unknown as TextModelInside;
    const changeLineEnd = (endOfLine: number) => behaviour().changeLineEnd(endOfLine === CRLF ? 'crlf' : 'lf');
    const original = inside._commandManager;
    inside.setEOL(LF);
    inside._commandManager = {
        pushStackElement: () => behaviour().undo.endStep(),
        popStackElement: () => behaviour().undo.resumeStep(),
        clear: () => undefined,
        pushEOL: changeLineEnd,
        pushEditOperation: (before, edits, cursorStateComputer, group, reason) => {
            const { undo } = behaviour();
            undo.willEdit(offsetsOf(model, before ?? []));
            const inverse = inside.applyEdits(edits, true, reason);
            const after = cursorStateComputer?.(inverse) ?? null;
            undo.didEdit(offsetsOf(model, after ?? []));
            return after;
        }
    };
    const step = (which: 'undo' | 'redo') => {
        const { binding, undo, readOnly } = behaviour();
        if (readOnly || !(which === 'undo' ? undo.canUndo : undo.canRedo)) {
            return;
        }
        let selections: readonly OffsetSelection[] | undefined;
        inside._onDidChangeDecorations.beginDeferredEmit();
        inside._eventEmitter.beginDeferredEmit();
        binding.whileDeferred(() => {
            inside._isUndoing = which === 'undo';
            inside._isRedoing = which === 'redo';
            try {
                selections = undo[which]();
            } finally {
                inside._isUndoing = inside._isRedoing = false;
                inside._eventEmitter.endDeferredEmit(selections?.map(selection => selectionOf(model, selection)));
                inside._onDidChangeDecorations.endDeferredEmit();
            }
        });
    };
    const members = {
        undo: () => step('undo'),
        redo: () => step('redo'),
        canUndo: () => behaviour().undo.canUndo,
        canRedo: () => behaviour().undo.canRedo,
        pushEOL: changeLineEnd,
        setEOL: changeLineEnd,
        setValue: (value: string | { read(): string | null }) =>
            setText(model, typeof value === 'string' ? value : textOf(value))
    };
    Object.assign(model, members);
    return Disposable.create(() => {
        inside._commandManager = original;
        for (const member of Object.keys(members)) {
            Reflect.deleteProperty(model, member);
        }
    });
}

/** Sets the whole text by the smallest change, so that carets, marks and what can be undone stay. */
function setText(model: ITextModel, text: string): void {
    const edits = diffTexts(model.getValue(), text.replace(/\r\n?/g, '\n')).map(edit => {
        const start = model.getPositionAt(edit.offset);
        const end = model.getPositionAt(edit.offset + edit.delete);
        return { range: Range.fromPositions(start, end), text: edit.insert };
    });
    model.pushStackElement();
    model.pushEditOperations([], edits, () => null);
    model.pushStackElement();
}

function textOf(snapshot: { read(): string | null }): string {
    let text = '';
    for (let part = snapshot.read(); part !== null; part = snapshot.read()) {
        text += part;
    }
    return text;
}

function offsetsOf(model: ITextModel, selections: readonly Selection[]): OffsetSelection[] {
    const at = (lineNumber: number, column: number) => model.getOffsetAt({ lineNumber, column });
    return selections.map(selection => ({
        anchor: at(selection.selectionStartLineNumber, selection.selectionStartColumn),
        head: at(selection.positionLineNumber, selection.positionColumn)
    }));
}

function selectionOf(model: ITextModel, { anchor, head }: OffsetSelection): Selection {
    const from: IPosition = model.getPositionAt(anchor);
    const to: IPosition = model.getPositionAt(head);
    return new Selection(from.lineNumber, from.column, to.lineNumber, to.column);
}
