import { type Disposable } from '@theia/core/lib/common/disposable';

/**
 * Passes on the newest of many values, at most one in `every` milliseconds, and never the same twice in a row; values
 * are the same when their keys are.
 */
export class Throttle<T> implements Disposable {
    protected timer: ReturnType<typeof setTimeout> | undefined;
    protected next: T | undefined;
    protected last = '';

    constructor(
        protected readonly every: number,
        protected readonly pass: (value: T) => void,
        protected readonly keyOf: (value: T) => string = value => JSON.stringify(value)
    ) {}

    push(value: T): void {
        this.next = value;
        if (this.timer === undefined) {
            this.flush();
        }
    }

    /** Forgets what was passed on last, so that the next value goes through whatever it is. */
    reset(): void {
        this.last = '';
    }

    dispose(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.next = undefined;
    }

    protected flush(): void {
        const { next } = this;
        this.next = undefined;
        const text = next === undefined ? this.last : this.keyOf(next);
        if (next === undefined || text === this.last) {
            return;
        }
        this.last = text;
        this.timer = setTimeout(() => {
            this.timer = undefined;
            this.flush();
        }, this.every);
        this.pass(next);
    }
}
