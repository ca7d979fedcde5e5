// Upstream: perfect-scrollbar 1.5.5, `PerfectScrollbar.update`.
// Theia calls it whenever a widget is updated, the status bar and the tabs at every key among them. It changes the style
// of the page twice and asks for its layout after each, and the page is drawn anew for it: a letter that comes then waits
// for the frame after.

/** What is used of `PerfectScrollbar`, which does not promise it. */
export interface ScrollBar {
    readonly element: HTMLElement;
    readonly isAlive: boolean;
    readonly scrollbarXActive: boolean;
    readonly scrollbarYActive: boolean;
    readonly scrollbarXRail: HTMLElement;
    readonly scrollbarYRail: HTMLElement;
    /** Sizes as they were at the last update, in pixels. */
    readonly containerWidth: number;
    readonly containerHeight: number;
    readonly contentWidth: number;
    readonly contentHeight: number;
    update: (this: ScrollBar) => void;
}

/** Has scroll bars leave the page alone where there was nothing to scroll, and still is not. */
export function updateOnlyWhatScrolls(prototype: Pick<ScrollBar, 'update'>): void {
    const { update } = prototype;
    prototype.update = function () {
        if (!this.isAlive || !isStillWithout(this)) {
            update.call(this);
        }
    };
}

function isStillWithout(bar: ScrollBar): boolean {
    const { element } = bar;
    if (bar.scrollbarXActive || bar.scrollbarYActive) {
        return false;
    }
    const { width, height } = element.getBoundingClientRect();
    return (
        Math.round(width) === bar.containerWidth &&
        Math.round(height) === bar.containerHeight &&
        element.scrollWidth === bar.contentWidth &&
        element.scrollHeight === bar.contentHeight &&
        element.scrollLeft === 0 &&
        element.scrollTop === 0 &&
        element.contains(bar.scrollbarXRail) &&
        element.contains(bar.scrollbarYRail)
    );
}
