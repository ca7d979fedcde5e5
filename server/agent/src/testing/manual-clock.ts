import type { Clock } from '../clock.js';

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
    private time = 0;
    private readonly timers = new Set<{ readonly due: number; readonly callback: () => void }>();

    now(): number {
        return this.time;
    }

    after(milliseconds: number, callback: () => void) {
        const timer = { due: this.time + milliseconds, callback };
        this.timers.add(timer);
        return { dispose: () => this.timers.delete(timer) };
    }

    advance(milliseconds: number): void {
        this.time += milliseconds;
        for (const timer of [...this.timers].filter(({ due }) => due <= this.time)) {
            this.timers.delete(timer);
            timer.callback();
        }
    }
}
