import type { Disposable } from '../disposable.js';

/** Those who want to be told of something, in the order in which they came. */
export class Listeners<T> {
    private readonly all = new Set<{ readonly listener: (value: T) => void }>();

    add(listener: (value: T) => void): Disposable {
        const entry = { listener };
        this.all.add(entry);
        return { dispose: () => this.all.delete(entry) };
    }

    tell(value: T): void {
        for (const { listener } of [...this.all]) {
            listener(value);
        }
    }
}
