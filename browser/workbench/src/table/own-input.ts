import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';

/** Keys that do nothing by themselves. */
const MODIFIERS = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Fn', 'NumLock', 'Unidentified'];

/** A click into a web view can be told from the view's own moves only by when it comes: later than this, in milliseconds. */
const OWN_MOVES_LAST_MS = 1500;

/**
 * Tells when the person in front of the page presses a key, clicks or scrolls. What the page does of its own accord,
 * such as scrolling an editor when somebody else types, is none of it, nor is what is done to controls that are asked for.
 */
export class OwnInput implements Disposable {
    protected readonly toDispose = new DisposableCollection();
    protected movedAt = -Infinity;

    constructor(
        protected readonly page: Window,
        protected readonly onInput: () => void,
        protected readonly isControl: (target: EventTarget | null) => boolean = () => false
    ) {
        this.listen('keydown', event => {
            // A key that is held down since before counts no more.
            if (!event.repeat && !MODIFIERS.includes(event.key)) {
                this.accept(event);
            }
        });
        for (const type of ['pointerdown', 'wheel', 'touchmove'] as const) {
            this.listen(type, event => this.accept(event));
        }
        this.listen('blur', () => {
            // A web view keeps its clicks to itself, but takes the focus.
            if (
                page.document.activeElement?.tagName === 'IFRAME' &&
                performance.now() - this.movedAt > OWN_MOVES_LAST_MS
            ) {
                this.onInput();
            }
        });
    }

    /** The page is about to open or reveal something of its own accord. */
    moving(): void {
        this.movedAt = performance.now();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    protected accept(event: Event): void {
        if (event.isTrusted && !this.isControl(event.target)) {
            this.onInput();
        }
    }

    protected listen<K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void): void {
        // Captured, because editors and terminals keep keys and scrolling to themselves.
        const options = { capture: true, passive: true };
        this.page.addEventListener(type, listener, options);
        this.toDispose.push(Disposable.create(() => this.page.removeEventListener(type, listener, options)));
    }
}
