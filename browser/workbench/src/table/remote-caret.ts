import { type Caret, findSelection, type Replica, type TextSelection } from '@longtable/common/documents';
import { type Disposable } from '@theia/core/lib/common/disposable';
import { type ICodeEditor } from '@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser';
import { type IPosition, type Position } from '@theia/monaco-editor-core/esm/vs/editor/common/core/position';
import { Range } from '@theia/monaco-editor-core/esm/vs/editor/common/core/range';
import { type IEditorDecorationsCollection } from '@theia/monaco-editor-core/esm/vs/editor/common/editorCommon';
import {
    type IModelDeltaDecoration,
    type ITextModel,
    OverviewRulerLane
} from '@theia/monaco-editor-core/esm/vs/editor/common/model';
import { CaretFlag } from './caret-flag';
import { INLINE, NEVER_GROWS } from './monaco-enums';

/** More selections than this of one person are not drawn. */
const MOST_SELECTIONS = 200;

/** How a person looks in an editor. */
export interface CaretDress {
    readonly name: string;
    /** A class that sets the colour, and the name of that colour in the theme. */
    readonly colourClass: string;
    readonly colourId: string;
}

/** The carets and selections of one tab of somebody in one editor. */
export class RemoteCaret implements Disposable {
    protected readonly decorations: IEditorDecorationsCollection;
    protected readonly flag: CaretFlag;
    protected caret: Caret | undefined;
    protected selections = '';
    /** Where in the collection the caret is that the flag belongs to. */
    protected main = -1;
    /** Whether some of it is in text that has not come yet. */
    incomplete = false;

    constructor(
        protected readonly editor: ICodeEditor,
        protected readonly replica: Replica
    ) {
        this.decorations = editor.createDecorationsCollection();
        this.flag = new CaretFlag(editor);
    }

    /** Draws what a person tells of their carets; with `anew` also if they have told nothing new. */
    draw(caret: Caret, dress: CaretDress, anew: boolean): void {
        const isOther = caret !== this.caret;
        if (!isOther && !anew) {
            return;
        }
        const model = this.editor.getModel();
        if (!model) {
            return;
        }
        this.caret = caret;
        const told = caret.selections.slice(0, MOST_SELECTIONS);
        const found = told.map(selection => findSelection(this.replica.text, selection)).filter(isFound);
        this.incomplete = found.length < told.length;
        this.main = -1;
        const decorations: IModelDeltaDecoration[] = [];
        for (const selection of found) {
            const { range, head } = rangesOf(model, selection);
            if (!range.isEmpty()) {
                decorations.push(selectionDecoration(range, dress));
            }
            this.main = this.main < 0 ? decorations.length : this.main;
            decorations.push(caretDecoration(head, dress));
        }
        this.decorations.set(decorations);
        this.flag.dress(dress.name, dress.colourClass);
        this.flag.moveTo(this.position);
        const selections = JSON.stringify(caret.selections);
        if (selections !== this.selections) {
            this.selections = selections;
            this.flag.show();
        }
    }

    /** The text has changed, and with it where things are. */
    textChanged(): void {
        this.flag.moveTo(this.position);
    }

    hover(isAt: (position: IPosition) => boolean): void {
        const { position } = this;
        this.flag.hover(position !== undefined && isAt(position));
    }

    dispose(): void {
        this.decorations.clear();
        this.flag.dispose();
    }

    protected get position(): Position | undefined {
        return this.main < 0 ? undefined : this.decorations.getRange(this.main)?.getStartPosition();
    }
}

function isFound(selection: TextSelection | undefined): selection is TextSelection {
    return selection !== undefined;
}

function rangesOf(model: ITextModel, { anchor, head }: TextSelection): { range: Range; head: Range } {
    const [anchorAt, headAt] = [model.getPositionAt(anchor), model.getPositionAt(head)];
    return { range: Range.fromPositions(...ordered(anchorAt, headAt)), head: Range.fromPositions(headAt) };
}

function ordered(one: Position, other: Position): [Position, Position] {
    return one.isBefore(other) ? [one, other] : [other, one];
}

function selectionDecoration(range: Range, { colourClass, colourId }: CaretDress): IModelDeltaDecoration {
    return {
        range,
        options: {
            description: 'longtable-selection',
            className: `longtable-selection ${colourClass}`,
            stickiness: NEVER_GROWS,
            minimap: { color: { id: colourId }, position: INLINE }
        }
    };
}

function caretDecoration(range: Range, { colourClass, colourId }: CaretDress): IModelDeltaDecoration {
    return {
        range,
        options: {
            description: 'longtable-caret',
            className: `longtable-caret ${colourClass}`,
            // One that is at the place where somebody types goes along.
            stickiness: NEVER_GROWS,
            zIndex: 10,
            overviewRuler: { color: { id: colourId }, position: OverviewRulerLane.Full }
        }
    };
}
