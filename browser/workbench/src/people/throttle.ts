import { type Disposable } from '@theia/core/lib/common/disposable';

/** What somebody does is on their own screen before it is told to others, in milliseconds. */
const SOON_MS = 20;

export interface ThrottleOptions<T> {
    /** Passes a value on at most once in so many milliseconds. */
    readonly every: number;
    /** The value as it is now. */
    readonly value: () => T;
    readonly pass: (value: T) => void;
    /** Values are the same when their keys are. */
    readonly keyOf?: (value: T) => string | undefined;
}

/** Passes on what something is when it has changed, soon but not often, and never the same twice in a row. */
export class Throttle<T> implements Disposable {
    protected timer: ReturnType<typeof setTimeout> | undefined;
    protected isChanged = false;
    /** Key of what was passed on last. */
    protected last: { readonly key: string | undefined } | undefined;

    constructor(protected readonly options: ThrottleOptions<T>) {}

    /** The value may be another one now. Costs next to nothing, so that it may be called for every key. */
    changed(): void {
        this.isChanged = true;
        this.timer ??= setTimeout(() => this.flush(), SOON_MS);
    }

    /** Forgets what was passed on last, so that the next value goes through whatever it is. */
    reset(): void {
        this.last = undefined;
    }

    dispose(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.isChanged = false;
    }

    protected flush(): void {
        this.timer = undefined;
        if (!this.isChanged) {
            return;
        }
        this.isChanged = false;
        const { every, value, pass, keyOf = JSON.stringify } = this.options;
        const next = value();
        const key = keyOf(next);
        if (this.last === undefined || key !== this.last.key) {
            this.last = { key };
            this.timer = setTimeout(() => this.flush(), every);
            pass(next);
        }
    }
}
