/** Runs tasks one after the other, in the order in which they came; one that fails does not stop the next. */
export class OneAtATime {
    private last: Promise<unknown> = Promise.resolve();

    run<T>(task: () => Promise<T>): Promise<T> {
        const result = this.last.then(task, task);
        this.last = result.catch(() => undefined);
        return result;
    }

    /** Resolves when nothing runs or waits any more. */
    async idle(): Promise<void> {
        let seen: Promise<unknown> | undefined;
        while (seen !== this.last) {
            seen = this.last;
            await seen;
        }
    }
}
