import type { Disposable } from '@theia/core/lib/common/disposable';
import { afterFrame } from '../typing/after-frame';

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
