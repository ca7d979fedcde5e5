/** Something that holds a socket, timer or listener until it is disposed of. */
export interface Disposable {
    dispose(): void;
}

/** Tells listeners of something, in the shape that Theia's events have. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The side of an {@link Event} that fires it. */
export class Emitter<T> implements Disposable {
    private readonly listeners = new Set<(value: T) => void>();

    readonly event: Event<T> = listener => {
        // Wrapped, so that a function that listens twice is told twice.
        const own = (value: T) => listener(value);
        this.listeners.add(own);
        return { dispose: () => this.listeners.delete(own) };
    };

    fire(value: T): void {
        for (const listener of [...this.listeners]) {
            listener(value);
        }
    }

    dispose(): void {
        this.listeners.clear();
    }
}
