import type { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { injectable } from '@theia/core/shared/inversify';
import { isScrollKey, scrolledTo } from './scrolled-to';

/** What has keys for itself when the focus is in it. */
const TAKES_KEYS = 'input, select, textarea, [contenteditable], .monaco-editor';
/** Elements with the scroll bars of Theia, which the browser does not scroll by keys. */
const VIEWS = '.ps';

/** Scrolls the view that has the focus, or else the one under the pointer, by keys that nothing else has taken. */
@injectable()
export class KeyScroll implements FrontendApplicationContribution {
    onStart(): void {
        document.addEventListener('keydown', event => this.onKey(event));
    }

    protected onKey(event: KeyboardEvent): void {
        const { key, defaultPrevented, altKey, ctrlKey, metaKey, shiftKey } = event;
        if (!isScrollKey(key) || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) {
            return;
        }
        const focused = document.activeElement;
        if (focused?.closest(TAKES_KEYS)) {
            return;
        }
        // The innermost comes last.
        const hovered = [...document.querySelectorAll(`${VIEWS}:hover`)].reverse();
        for (const view of [focused?.closest(VIEWS), ...hovered]) {
            if (view) {
                const { left, top } = scrolledTo(key, view);
                if (left !== view.scrollLeft || top !== view.scrollTop) {
                    view.scrollTo({ left, top });
                    event.preventDefault();
                    return;
                }
            }
        }
    }
}
