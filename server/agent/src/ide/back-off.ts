const FIRST_DELAY = 200;
const LONGEST_DELAY = 10_000;
/** A backend that has listened for so long has recovered. */
const HEALTHY = 60_000;
/** One that ends before it has listened for so long failed quickly. */
const QUICK = 10_000;
const QUICK_FAILURES = 5;

/** Decides how long to wait before a backend is started again, and when to give up. Times in milliseconds. */
export class BackOff {
    private failures = 0;
    private quickFailures = 0;

    /** The wait before the next start after a failure, or undefined when enough starts failed in a row. */
    next(listenedFor: number): number | undefined {
        if (listenedFor >= HEALTHY) {
            this.failures = 0;
        }
        this.quickFailures = listenedFor < QUICK ? this.quickFailures + 1 : 0;
        if (this.quickFailures >= QUICK_FAILURES) {
            return undefined;
        }
        return Math.min(FIRST_DELAY * 2 ** this.failures++, LONGEST_DELAY);
    }
}
