import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves with the first result that is not undefined or false; rejects with `what` after `milliseconds`. */
export async function waitFor<T>(
    what: string,
    check: () => T | Promise<T>,
    milliseconds = 20_000
): Promise<Exclude<T, undefined | false>> {
    const until = performance.now() + milliseconds;
    for (;;) {
        const result = await check();
        if (result !== undefined && result !== false) {
            return result as Exclude<T, undefined | false>;
        }
        if (performance.now() > until) {
            throw new Error(`Waited in vain for ${what}.`);
        }
        await sleep(10);
    }
}
