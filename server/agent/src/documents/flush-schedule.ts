import type { Clock } from '../clock.js';
import type { Disposable } from '../disposable.js';

/** Runs something a while after the last time it was asked for, or a longer while after the first, in milliseconds. */
export class FlushSchedule implements Disposable {
    private first = 0;
    private last = 0;
    private timer: Disposable | undefined;

    constructor(
        private readonly clock: Clock,
        private readonly quiet: number,
        private readonly most: number,
        /** Told whether nobody has asked for it during the shorter while. */
        private readonly run: (quiet: boolean) => void
    ) {}

    touch(): void {
        this.last = this.clock.now();
        if (this.timer === undefined) {
            this.first = this.last;
            this.wait(this.quiet);
        }
    }

    dispose(): void {
        this.timer?.dispose();
        this.timer = undefined;
    }

    private wait(milliseconds: number): void {
        this.timer = this.clock.after(milliseconds, () => {
            const now = this.clock.now();
            const quietAt = this.last + this.quiet;
            const due = Math.min(quietAt, this.first + this.most);
            if (now < due) {
                this.wait(due - now);
                return;
            }
            this.timer = undefined;
            this.run(now >= quietAt);
        });
    }
}
