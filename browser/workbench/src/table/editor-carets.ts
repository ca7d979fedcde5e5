import { type Caret, type Replica } from '@longtable/common/documents';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { type ICodeEditor } from '@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser';
import { type IPosition } from '@theia/monaco-editor-core/esm/vs/editor/common/core/position';
import { type CaretDress, RemoteCaret } from './remote-caret';

/** How near, in pixels, the mouse has to be to a caret for its name to show. */
const NEAR = 8;

/** Milliseconds between two pictures of the carets: as often as people tell of theirs. */
const DRAW_EVERY = 33;
/** While this person types, as a letter that comes while another picture is on its way has to wait for the one after. */
const DRAW_EVERY_WHILE_TYPING = 150;
/** Somebody who has not pressed a key for so many milliseconds does not type. */
const TYPING = 500;

/** The carets of everybody else in one editor of a live document. */
export class EditorCarets implements Disposable {
    protected readonly toDispose = new DisposableCollection();
    /** By client id. */
    protected readonly carets = new Map<number, RemoteCaret>();
    protected timer: ReturnType<typeof setTimeout> | undefined;
    protected drawn = -Infinity;
    protected lastKey = -Infinity;
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
            editor.onKeyDown(() => (this.lastKey = performance.now())),
            editor.onMouseMove(({ event }) => this.hover(event.posx, event.posy)),
            editor.onMouseLeave(() => this.hover(-NEAR, -NEAR)),
            Disposable.create(() => clearTimeout(this.timer)),
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
        const now = performance.now();
        const every = now - this.lastKey < TYPING ? DRAW_EVERY_WHILE_TYPING : DRAW_EVERY;
        this.timer ??= setTimeout(
            () => {
                this.timer = undefined;
                this.drawn = performance.now();
                this.draw();
            },
            Math.max(0, this.drawn + every - now)
        );
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
