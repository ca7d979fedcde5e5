import type { Reference } from '@theia/core/lib/common/reference';
import * as Y from 'yjs';

/** A selection by offsets; `head` is where the caret is. */
export interface OffsetSelection {
    readonly anchor: number;
    readonly head: number;
}

interface RelativeSelection {
    readonly anchor: Y.RelativePosition;
    readonly head: Y.RelativePosition;
}

type StackItem = Y.UndoManager['undoStack'][number];

/** Boundaries are set as Monaco sets them, however slowly somebody types. */
const NEVER_BY_TIME = Number.MAX_SAFE_INTEGER;

const undos = new WeakMap<Y.Text, LiveUndo>();

/**
 * What one person did in one text, to be undone and done again by them alone. Where the carets were is kept as places
 * in the document, as others may have changed the text around them since.
 */
export class LiveUndo {
    /**
     * The undo of a text, for transactions of an origin from now on until the reference is disposed. Who takes it before
     * another lets it go has what that did as well, as when a file is renamed and its editor made anew.
     */
    static acquire(text: Y.Text, origin: object): Reference<LiveUndo> {
        const undo = undos.get(text) ?? new LiveUndo(text);
        undos.set(text, undo);
        undo.origins.add(origin);
        undo.manager.addTrackedOrigin(origin);
        return { object: undo, dispose: () => undo.release(origin) };
    }

    protected readonly origins = new Set<object>();
    protected readonly manager: Y.UndoManager;
    protected before: readonly RelativeSelection[] | undefined;
    protected after: readonly OffsetSelection[] | undefined;

    protected constructor(protected readonly text: Y.Text) {
        this.manager = new Y.UndoManager(text, { trackedOrigins: new Set(), captureTimeout: NEVER_BY_TIME });
        this.manager.on('stack-item-added', ({ stackItem }) => this.remember(stackItem, true));
        this.manager.on('stack-item-updated', ({ stackItem }) => this.remember(stackItem, false));
    }

    protected release(origin: object): void {
        this.origins.delete(origin);
        this.manager.removeTrackedOrigin(origin);
        if (this.origins.size === 0) {
            this.manager.destroy();
            undos.delete(this.text);
        }
    }

    get canUndo(): boolean {
        return this.manager.canUndo();
    }

    get canRedo(): boolean {
        return this.manager.canRedo();
    }

    /** Undoes the last step; answers where the carets were before it. */
    undo(): readonly OffsetSelection[] | undefined {
        return this.selectionsOf(this.manager.undo(), 'before');
    }

    /** Does again what was undone last; answers where the carets were after it. */
    redo(): readonly OffsetSelection[] | undefined {
        return this.selectionsOf(this.manager.redo(), 'after');
    }

    /** What follows is a step of its own. */
    endStep(): void {
        this.manager.stopCapturing();
    }

    /** What follows belongs to the last step after all. */
    resumeStep(): void {
        if (this.canUndo) {
            this.manager.lastChange = Date.now();
        }
    }

    /** To be told where the carets are before an edit… */
    willEdit(selections: readonly OffsetSelection[]): void {
        this.before = selections.map(selection => this.relative(selection));
        this.after = undefined;
    }

    /** …and where it leaves them, before it reaches the document. */
    didEdit(selections: readonly OffsetSelection[]): void {
        this.after = selections;
    }

    protected remember(item: StackItem, added: boolean): void {
        const undone = this.manager.currStackItem;
        if (undone) {
            item.meta = new Map(undone.meta);
            return;
        }
        if (added && this.before) {
            item.meta.set('before', this.before);
        }
        if (this.after) {
            item.meta.set(
                'after',
                this.after.map(selection => this.relative(selection))
            );
        }
        this.before = this.after = undefined;
    }

    protected relative({ anchor, head }: OffsetSelection): RelativeSelection {
        const at = (offset: number) =>
            Y.createRelativePositionFromTypeIndex(this.text, Math.min(offset, this.text.length));
        return { anchor: at(anchor), head: at(head) };
    }

    protected selectionsOf(item: StackItem | null, when: 'before' | 'after'): readonly OffsetSelection[] | undefined {
        const selections = item?.meta.get(when) as readonly RelativeSelection[] | undefined;
        const { doc } = this.text;
        if (!selections || !doc) {
            return undefined;
        }
        const offsetOf = (position: Y.RelativePosition) =>
            Y.createAbsolutePositionFromRelativePosition(position, doc)?.index ?? this.text.length;
        return selections.map(({ anchor, head }) => ({ anchor: offsetOf(anchor), head: offsetOf(head) }));
    }
}
