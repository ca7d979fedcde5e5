// Upstream: @theia/core 1.74.1, browser/status-bar/status-bar.ts, `StatusBarImpl.constructor`.
// It tells of the caret's place 50 ms after a key, in a frame of its own. The browser looks for two more after each, and
// a letter that comes meanwhile waits for the next: right after the letter's own frame, all is quiet before the next key.
import type { Disposable } from '@theia/core/lib/common/disposable';
import { afterFrame } from './after-frame';

/** What of the status bar is called here. */
export interface LateStatusBar {
    debouncedUpdate: () => void;
    update: () => void;
}

/** Has a status bar drawn once the frame that is next is there, however much of it has changed. */
export function drawAfterFrame(bar: LateStatusBar, later: (act: () => void) => Disposable = afterFrame): void {
    let waiting = false;
    bar.debouncedUpdate = () => {
        if (!waiting) {
            waiting = true;
            later(() => {
                waiting = false;
                bar.update();
            });
        }
    };
}
