import type { Disposable } from '@theia/core/lib/common/disposable';

/** A page that draws nothing, as of a tab in the background, waits so long, in milliseconds. */
const WITHOUT_FRAME_MS = 100;

/**
 * Tells that a document has become dirty when the letter that made it so is drawn, as titles, tool bars and extensions
 * take longer to follow than the letter. That it is clean is told at once.
 */
export class LateDirt implements Disposable {
    private waiting: Disposable | undefined;

    constructor(
        private readonly tell: () => void,
        private readonly later: (act: () => void) => Disposable = afterFrame
    ) {}

    changed(dirty: boolean): void {
        if (dirty) {
            this.waiting ??= this.later(() => this.tellNow());
        } else {
            this.tellNow();
        }
    }

    dispose(): void {
        this.waiting?.dispose();
        this.waiting = undefined;
    }

    private tellNow(): void {
        this.dispose();
        this.tell();
    }
}

/** Runs something once the next frame is drawn. */
function afterFrame(act: () => void): Disposable {
    let timer = setTimeout(act, WITHOUT_FRAME_MS);
    const frame = requestAnimationFrame(() => {
        clearTimeout(timer);
        timer = setTimeout(act);
    });
    return {
        dispose: () => {
            clearTimeout(timer);
            cancelAnimationFrame(frame);
        }
    };
}
