/** Runs the operations on one key one after the other; those on different keys at the same time. */
export class SerialQueue<Key> {
    private readonly last = new Map<Key, Promise<unknown>>();

    run<T>(key: Key, operation: () => Promise<T>): Promise<T> {
        const before = this.last.get(key) ?? Promise.resolve();
        const result = before.then(operation, operation);
        const settled = result
            .catch(() => undefined)
            .finally(() => {
                if (this.last.get(key) === settled) {
                    this.last.delete(key);
                }
            });
        this.last.set(key, settled);
        return result;
    }

    /** Resolves when nothing is under way. */
    async idle(): Promise<void> {
        while (this.last.size > 0) {
            await Promise.all(this.last.values());
        }
    }
}
