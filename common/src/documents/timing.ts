import type { Disposable } from './events.js';

/** Time as a replica sees it, so that tests of waiting need not wait. Milliseconds throughout. */
export interface Timing {
    /** Milliseconds since some fixed moment; never goes back. */
    now(): number;
    after(milliseconds: number, callback: () => void): Disposable;
}

export const systemTiming: Timing = {
    now: () => performance.now(),
    after: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return { dispose: () => clearTimeout(timer) };
    }
};
