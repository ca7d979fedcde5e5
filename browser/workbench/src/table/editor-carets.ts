import { type Caret, type Replica } from '@longtable/common/documents';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { type ICodeEditor } from '@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser';
import { type IPosition } from '@theia/monaco-editor-core/esm/vs/editor/common/core/position';
import { afterFrame } from '../typing/after-frame';
import { nextPicture } from './picture-time';
import { type CaretDress, RemoteCaret } from './remote-caret';

/** How near, in pixels, the mouse has to be to a caret for its name to show. */
const NEAR = 8;

/** The carets of everybody else in one editor of a live document. */
export class EditorCarets implements Disposable {
    protected readonly toDispose = new DisposableCollection();
    /** By client id. */
    protected readonly carets = new Map<number, RemoteCaret>();
    protected timer: ReturnType<typeof setTimeout> | undefined;
    protected drawn = -Infinity;
    protected lastLetter = -Infinity;
    /** A key was pressed, and what comes of it is not drawn yet. */
    protected letter: Disposable | undefined;
    /** Something of the carets is to be drawn. */
    protected outdated = false;
    protected anew = false;

    constructor(
        protected readonly editor: ICodeEditor,
        protected readonly replica: Replica,
        protected readonly dressOf: (caret: Caret) => CaretDress
    ) {
        this.toDispose.pushAll([
            replica.onDidChangeCarets(() => this.drawSoon()),
            replica.onDidReplace(() => this.drawAnew()),
            editor.onDidChangeModelContent(() => this.textChanged()),
            editor.onKeyDown(() => this.keyPressed()),
            editor.onMouseMove(({ event }) => this.hover(event.posx, event.posy)),
            editor.onMouseLeave(() => this.hover(-NEAR, -NEAR)),
            Disposable.create(() => clearTimeout(this.timer)),
            Disposable.create(() => this.letter?.dispose()),
            Disposable.create(() => this.carets.forEach(caret => caret.dispose()))
        ]);
        this.drawSoon();
    }

    /** Names or colours have changed, or the text as a whole. */
    drawAnew(): void {
        this.anew = true;
        this.drawSoon();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    /** However many carets move. Not in an animation frame, as the editor would draw what comes of it in the one after. */
    protected drawSoon(): void {
        this.outdated = true;
        if (this.timer === undefined && this.letter === undefined) {
            const now = performance.now();
            const time = nextPicture(this.drawn, this.lastLetter, now);
            this.timer = setTimeout(() => this.drawInTime(), Math.ceil(time - now));
        }
    }

    protected drawInTime(): void {
        this.timer = undefined;
        const now = performance.now();
        if (nextPicture(this.drawn, this.lastLetter, now) > now) {
            // Too late after a letter, on a machine that had much to do.
            this.drawSoon();
            return;
        }
        this.drawn = now;
        this.outdated = false;
        this.draw();
    }

    /** One wait for many keys, and drawn where it ends: keys that come faster than frames keep no caret from moving. */
    protected keyPressed(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.letter ??= afterFrame(() => {
            this.letter = undefined;
            this.lastLetter = performance.now();
            if (this.outdated) {
                this.drawInTime();
            }
        });
    }

    protected draw(): void {
        const { anew } = this;
        this.anew = false;
        for (const [clientId, caret] of this.carets) {
            if (!this.replica.carets.has(clientId)) {
                caret.dispose();
                this.carets.delete(clientId);
            }
        }
        for (const [clientId, told] of this.replica.carets) {
            let caret = this.carets.get(clientId);
            if (!caret) {
                caret = new RemoteCaret(this.editor, this.replica);
                this.carets.set(clientId, caret);
            }
            caret.draw(told, this.dressOf(told), anew || caret.incomplete);
        }
    }

    protected textChanged(): void {
        let incomplete = false;
        for (const caret of this.carets.values()) {
            caret.textChanged();
            incomplete ||= caret.incomplete;
        }
        if (incomplete) {
            this.drawSoon();
        }
    }

    protected hover(x: number, y: number): void {
        if (this.carets.size === 0) {
            return;
        }
        const box = this.editor.getDomNode()?.getBoundingClientRect();
        const isAt = (position: IPosition): boolean => {
            const seen = box && this.editor.getScrolledVisiblePosition(position);
            return (
                box !== undefined &&
                !!seen &&
                Math.abs(x - box.left - seen.left) <= NEAR &&
                y - box.top >= seen.top &&
                y - box.top <= seen.top + seen.height
            );
        };
        for (const caret of this.carets.values()) {
            caret.hover(isAt);
        }
    }
}
