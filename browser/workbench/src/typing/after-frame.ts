import type { Disposable } from '@theia/core/lib/common/disposable';

/** A page that draws nothing, as of a tab in the background, waits so long, in milliseconds. */
const WITHOUT_FRAME_MS = 100;

/** Runs something once the next frame is drawn. */
export function afterFrame(act: () => void): Disposable {
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
