/** After so many milliseconds those who come wait for the collection, rather than it for them. */
const PATIENCE = 5 * 60_000;

/**
 * Lets any number of people use the contents at the same time, and a collection only when nobody does. It runs in a gap
 * between them, so that they rarely wait for it.
 */
export class ContentGuard {
    private using = 0;
    private collecting: Promise<void> | undefined;
    private waiting: { readonly since: number; readonly begin: () => void } | undefined;

    async use<T>(act: () => Promise<T>): Promise<T> {
        while (this.collecting !== undefined || this.isOverdue()) {
            await (this.collecting ?? new Promise(resolve => setTimeout(resolve, 50)));
        }
        this.using += 1;
        try {
            return await act();
        } finally {
            this.using -= 1;
            this.wake();
        }
    }

    /** One at a time, which is the caller's to see to. */
    async collect(act: () => Promise<void>): Promise<void> {
        if (this.using > 0) {
            await new Promise<void>(resolve => {
                this.waiting = { since: Date.now(), begin: resolve };
            });
        }
        const done = act();
        this.collecting = done.catch(() => undefined);
        try {
            await done;
        } finally {
            this.collecting = undefined;
        }
    }

    private isOverdue(): boolean {
        return this.waiting !== undefined && Date.now() - this.waiting.since > PATIENCE;
    }

    private wake(): void {
        if (this.using === 0) {
            // What follows it begins at once, before anybody else can.
            const { waiting } = this;
            this.waiting = undefined;
            if (waiting !== undefined) {
                this.collecting = new Promise(resolve => setImmediate(resolve));
                waiting.begin();
            }
        }
    }
}
