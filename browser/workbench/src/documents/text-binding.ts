import { diffTexts, type TextEdit } from '@longtable/common/documents';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import type * as Y from 'yjs';
import { editsOfDelta } from './text-delta';

/** What the binding needs of Monaco's text model, whose lines end with LF. */
export interface BoundText {
    getValue(): string;
    getValueLength(): number;
    getPositionAt(offset: number): { readonly lineNumber: number; readonly column: number };
    applyEdits(
        edits: { readonly range: BoundRange; readonly text: string; readonly forceMoveMarkers?: boolean }[]
    ): void;
    onDidChangeContent(listener: (event: BoundTextEvent) => void): Disposable;
}

export interface BoundRange {
    readonly startLineNumber: number;
    readonly startColumn: number;
    readonly endLineNumber: number;
    readonly endColumn: number;
}

export interface BoundTextEvent {
    readonly changes: readonly { readonly rangeOffset: number; readonly rangeLength: number; readonly text: string }[];
    /** The whole text was set. */
    readonly isFlush: boolean;
}

export interface TextBindingOptions {
    /** Whether changes of the model are taken into the document; those of a viewer are taken back instead. */
    isReadOnly(): boolean;
    /** Told when the model was found to differ from the document, after it was made the same again. */
    readonly onHealed?: (problem: string) => void;
    /** Told before edits of others are applied; what it returns is called after them. */
    readonly onWillApply?: (edits: readonly { readonly range: BoundRange; readonly text: string }[]) => () => void;
    /** How long after the last change everything is compared, in milliseconds. */
    readonly compareAfterMs?: number;
}

const COMPARE_AFTER_MS = 1000;

/**
 * Keeps a text model and a Yjs text the same. What changes in the model is one transaction of Yjs whose origin is this
 * binding; what changes in the document by any other origin is an edit of the model that is not on its undo stack, and so
 * moves carets as it should. When both differ all the same, the document is right.
 */
export class TextBinding implements Disposable {
    protected readonly toDispose = new DisposableCollection();
    /** Whether the next event of the model is that of an edit that came from the document. */
    protected expected = false;
    protected deferring = false;
    protected comparison: ReturnType<typeof setTimeout> | undefined;
    /** By a clock that is never put back. */
    protected changedAt = 0;

    constructor(
        protected readonly model: BoundText,
        protected readonly text: Y.Text,
        protected readonly options: TextBindingOptions
    ) {
        this.replaceModelText();
        const observer = (event: Y.YTextEvent, { origin }: Y.Transaction) => {
            if (origin !== this) {
                this.applyToModel(editsOfDelta(event.delta));
                this.watchOver();
            }
        };
        text.observe(observer);
        this.toDispose.push(Disposable.create(() => text.unobserve(observer)));
        this.toDispose.push(model.onDidChangeContent(event => this.onModelChanged(event)));
        this.toDispose.push(Disposable.create(() => clearTimeout(this.comparison)));
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    /** Changes the document while the model holds its events back until the end. */
    whileDeferred(change: () => void): void {
        this.deferring = true;
        try {
            change();
        } finally {
            this.deferring = false;
            this.expected = false;
        }
    }

    /** Compares both texts, and makes the model that of the document should it differ. */
    check(): void {
        const edits = this.replaceModelText();
        if (edits.length > 0) {
            this.options.onHealed?.(
                `The editor had ${edits.length} ${edits.length === 1 ? 'place' : 'places'} that differed from the document.`
            );
        }
    }

    protected replaceModelText(): readonly TextEdit[] {
        const edits = diffTexts(this.model.getValue(), this.text.toJSON());
        this.applyToModel(edits);
        return edits;
    }

    protected onModelChanged(event: BoundTextEvent): void {
        if (this.expected) {
            this.expected = false;
            return;
        }
        if (this.options.isReadOnly()) {
            // Later, as others are still to be told of what is taken back.
            queueMicrotask(() => !this.toDispose.disposed && this.replaceModelText());
            return;
        }
        const edits = this.editsOf(event);
        this.text.doc?.transact(() => {
            for (const edit of edits) {
                // A place outside the text means that both differ already, which the check below finds.
                if (edit.offset + edit.delete <= this.text.length) {
                    this.text.delete(edit.offset, edit.delete);
                    this.text.insert(edit.offset, edit.insert);
                }
            }
        }, this);
        this.watchOver();
    }

    /** The edits to apply one after the other. What replaces text is narrowed down to what it changes, for carets to hold. */
    protected editsOf({ changes, isFlush }: BoundTextEvent): readonly TextEdit[] {
        if (isFlush) {
            return diffTexts(this.text.toJSON(), this.model.getValue());
        }
        const edits = changes.map(({ rangeOffset, rangeLength, text }) => ({
            offset: rangeOffset,
            delete: rangeLength,
            insert: text
        }));
        if (!edits.some(edit => edit.delete > 1 && edit.insert.length > 1)) {
            return edits;
        }
        const before = this.text.toJSON();
        if (!isRightToLeft(edits)) {
            return diffTexts(before, this.model.getValue());
        }
        return edits.flatMap(edit =>
            edit.delete > 0 && edit.insert !== ''
                ? diffTexts(before.slice(edit.offset, edit.offset + edit.delete), edit.insert).map(inner => ({
                      ...inner,
                      offset: edit.offset + inner.offset
                  }))
                : [edit]
        );
    }

    protected applyToModel(edits: readonly TextEdit[]): void {
        if (edits.length === 0) {
            return;
        }
        const operations = edits.map(edit => {
            const start = this.model.getPositionAt(edit.offset);
            const end = edit.delete === 0 ? start : this.model.getPositionAt(edit.offset + edit.delete);
            return {
                range: {
                    startLineNumber: start.lineNumber,
                    startColumn: start.column,
                    endLineNumber: end.lineNumber,
                    endColumn: end.column
                },
                text: edit.insert,
                forceMoveMarkers: false
            };
        });
        // What this person undoes is shown to them instead.
        const applied = this.deferring ? undefined : this.options.onWillApply?.(operations);
        this.expected = true;
        this.model.applyEdits(operations);
        applied?.();
        if (!this.deferring) {
            this.expected = false;
        }
    }

    /** A look at the lengths now, which costs nothing, and at the texts when everybody has stopped typing. */
    protected watchOver(): void {
        if (this.text.length !== this.model.getValueLength()) {
            // Not at once: edits that were made in answer to this one are still on their way.
            queueMicrotask(() => {
                if (!this.toDispose.disposed && this.text.length !== this.model.getValueLength()) {
                    this.check();
                }
            });
        }
        this.changedAt = performance.now();
        this.comparison ??= this.compareAfter(this.compareAfterMs);
    }

    /** One timer for many keys: that something has changed in the meantime is seen when its time is over. */
    protected compareAfter(ms: number): ReturnType<typeof setTimeout> {
        return setTimeout(() => {
            const rest = this.changedAt + this.compareAfterMs - performance.now();
            this.comparison = rest > 0 ? this.compareAfter(rest) : undefined;
            if (this.comparison === undefined) {
                this.check();
            }
        }, ms);
    }

    protected get compareAfterMs(): number {
        return this.options.compareAfterMs ?? COMPARE_AFTER_MS;
    }
}

function isRightToLeft(edits: readonly TextEdit[]): boolean {
    return edits.every((edit, index) => {
        const after = edits[index - 1];
        return after === undefined || edit.offset + edit.delete <= after.offset;
    });
}
