import type { Extent } from '../tree/capture.js';

/** What a job in a worker can say to the hub and hear from it. */
export interface Link {
    readonly signal: AbortSignal;
    /** Tells how far the job has come, now and then. Throws when it was cancelled. */
    progress(done: Extent, total?: Extent): void;
    /** Resolves when nobody writes to the folder any more, with what is to be kept beside the files. */
    hold(): Promise<string | undefined>;
    release(): void;
}
