import type { Clock } from '../../clock.js';

interface Timer {
    readonly due: number;
    readonly order: number;
    readonly callback: () => void;
}

/** A clock that stands still until it is told to go on, and then calls back in the order of time. */
export class VirtualClock implements Clock {
    private time = 0;
    private order = 0;
    private readonly timers = new Set<Timer>();

    /** How many callbacks are waited for. */
    get waiting(): number {
        return this.timers.size;
    }

    now(): number {
        return this.time;
    }

    after(milliseconds: number, callback: () => void) {
        const timer = { due: this.time + milliseconds, order: this.order++, callback };
        this.timers.add(timer);
        return { dispose: () => this.timers.delete(timer) };
    }

    advance(milliseconds: number): void {
        const end = this.time + milliseconds;
        for (;;) {
            let next: Timer | undefined;
            for (const timer of this.timers) {
                if (timer.due <= end && (next === undefined || isBefore(timer, next))) {
                    next = timer;
                }
            }
            if (next === undefined) {
                this.time = end;
                return;
            }
            this.timers.delete(next);
            this.time = Math.max(this.time, next.due);
            next.callback();
        }
    }
}

function isBefore(one: Timer, other: Timer): boolean {
    return one.due < other.due || (one.due === other.due && one.order < other.order);
}
