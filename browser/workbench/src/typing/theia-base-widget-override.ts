// Upstream: @theia/core 1.74.1, browser/widgets/widget.ts, `BaseWidget.onAfterAttach`.
// Each of some ninety places that can be scrolled listens to all keys of the page, and asks the page at each of them
// whether the pointer is over it. `KeyScroll` does for all of them what is done by keys.
import { BaseWidget, type Message } from '@theia/core/lib/browser/widgets/widget';

/** What makes the scroll bars of a widget; all that perfect-scrollbar knows but `keyboard`. */
const handlers = ['click-rail', 'drag-thumb', 'wheel', 'touch'] as const;

interface ScrolledWidget {
    scrollOptions: object | undefined;
    onAfterAttach: (this: ScrolledWidget, message: Message) => void;
}

/** Has the widgets that are attached from now on leave the keys of the page alone. */
export function leaveKeysAlone(): void {
    const prototype = BaseWidget.prototype as unknown as ScrolledWidget;
    const attached = prototype.onAfterAttach;
    prototype.onAfterAttach = function (message) {
        if (this.scrollOptions) {
            this.scrollOptions = { handlers, ...this.scrollOptions };
        }
        attached.call(this, message);
    };
}
