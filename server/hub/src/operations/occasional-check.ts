/**
 * Makes a check that costs something, and that anybody may ask for, happen at most once in so many milliseconds: who
 * asks in between, or while it is under way, gets the outcome of the last one.
 */
export function occasionally(check: () => Promise<void>, milliseconds: number, now = Date.now): () => Promise<void> {
    let outcome: Promise<void> | undefined;
    let begun = -Infinity;
    return () => {
        if (outcome === undefined || now() - begun >= milliseconds) {
            begun = now();
            outcome = check();
        }
        return outcome;
    };
}
