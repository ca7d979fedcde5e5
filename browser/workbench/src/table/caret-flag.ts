import { type Disposable } from '@theia/core/lib/common/disposable';
import type {
    ICodeEditor,
    IContentWidget,
    IContentWidgetPosition
} from '@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser';
import { type IPosition, Position } from '@theia/monaco-editor-core/esm/vs/editor/common/core/position';
import { ABOVE, BELOW } from './monaco-enums';

/** A flag hides when its caret has not moved for this long, in milliseconds. */
export const IDLE_AFTER_MS = 2000;
/** As long as the transition in the style sheet, in milliseconds. */
const FADE_MS = 200;

let flags = 0;

/** The name at a caret of somebody else. It shows while the caret moves, or the mouse is at it, and then fades. */
export class CaretFlag implements IContentWidget, Disposable {
    protected readonly id = `longtable.caret-flag.${++flags}`;
    protected readonly node = document.createElement('div');
    protected position: IPosition | undefined;
    protected dressed: string | undefined;
    protected shown = false;
    protected hovered = false;
    protected timer: number | undefined;

    constructor(protected readonly editor: ICodeEditor) {
        this.node.className = 'longtable-caret-flag';
        // Where everybody is can be read in the list of people; names that come and go at every key would be noise.
        this.node.setAttribute('aria-hidden', 'true');
    }

    getId(): string {
        return this.id;
    }

    getDomNode(): HTMLElement {
        return this.node;
    }

    getPosition(): IContentWidgetPosition | null {
        return this.position
            ? {
                  position: this.position,
                  preference: [ABOVE, BELOW]
              }
            : null;
    }

    dress(name: string, colourClass: string): void {
        const dressed = `${colourClass} ${name}`;
        if (dressed !== this.dressed) {
            this.dressed = dressed;
            this.node.textContent = name;
            this.node.className = `longtable-caret-flag ${colourClass}`;
            this.layOut();
        }
    }

    /** The caret is somewhere else now; that is no reason to show its flag, as others' edits move it as well. */
    moveTo(position: IPosition | undefined): void {
        // At most keys the carets of others stay where they are, and what is laid out is measured anew.
        if (!Position.equals(position ?? null, this.position ?? null)) {
            this.position = position;
            this.layOut();
        }
    }

    /** The person has moved: shows for a while. */
    show(): void {
        if (!this.position) {
            return;
        }
        if (!this.shown) {
            this.shown = true;
            this.editor.addContentWidget(this);
        }
        this.node.classList.remove('longtable-mod-idle');
        this.hideLater();
    }

    /** Whether the mouse is at the caret. */
    hover(hovered: boolean): void {
        if (hovered !== this.hovered) {
            this.hovered = hovered;
            if (hovered) {
                this.show();
            } else {
                this.hideLater();
            }
        }
    }

    dispose(): void {
        window.clearTimeout(this.timer);
        this.remove();
    }

    protected hideLater(): void {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => {
            if (!this.hovered) {
                this.node.classList.add('longtable-mod-idle');
                this.timer = window.setTimeout(() => this.remove(), FADE_MS);
            }
        }, IDLE_AFTER_MS);
    }

    protected layOut(): void {
        if (this.shown) {
            this.editor.layoutContentWidget(this);
        }
    }

    protected remove(): void {
        if (this.shown) {
            this.shown = false;
            this.editor.removeContentWidget(this);
        }
    }
}
