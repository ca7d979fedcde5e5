import type { Disposable } from './events.js';
import type { CaretReport } from './metadata.js';
import type { Timing } from './timing.js';

/** Shortest time between two reports, in milliseconds: 30 a second. */
const INTERVAL = 1000 / 30;

/** Reports where carets are: at once, and then as often as is of use to those who watch. */
export class CaretReporter implements Disposable {
    private latest: CaretReport | undefined;
    private waiting: Disposable | undefined;
    private last = -Infinity;

    constructor(
        private readonly timing: Timing,
        private readonly report: (caret: CaretReport | undefined) => void
    ) {}

    set(caret: CaretReport | undefined): void {
        this.latest = caret;
        const wait = this.last + INTERVAL - this.timing.now();
        if (wait <= 0 && this.waiting === undefined) {
            this.tell();
        } else {
            this.waiting ??= this.timing.after(Math.max(0, wait), () => this.tell());
        }
    }

    /** Reports again, to an agent that does not know. */
    again(): void {
        if (this.latest !== undefined) {
            this.tell();
        }
    }

    dispose(): void {
        this.waiting?.dispose();
        this.waiting = undefined;
    }

    private tell(): void {
        this.dispose();
        this.last = this.timing.now();
        this.report(this.latest);
    }
}
