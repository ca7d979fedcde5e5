import type { Disposable } from './disposable.js';

/** Time as the agent sees it, so that tests of waiting need not wait. Milliseconds throughout. */
export interface Clock {
    /** Milliseconds since some fixed moment; never goes back. */
    now(): number;
    after(milliseconds: number, callback: () => void): Disposable;
}

export const systemClock: Clock = {
    now: () => performance.now(),
    after: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return { dispose: () => clearTimeout(timer) };
    }
};
