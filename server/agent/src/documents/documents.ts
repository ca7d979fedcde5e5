import type { Disposable } from '../disposable.js';
import type { LiveDocument } from './live-document.js';

/** A hold on a document: while there is one, it stays loaded. */
export interface DocumentLease extends Disposable {
    readonly document: LiveDocument;
}

/** The live documents of a workspace. Paths are relative to its folder, with slashes. */
export interface Documents {
    /**
     * Loads the document of a file, or joins it. Throws `not-found`, or `not-shareable` with a sentence for what is
     * too large, binary, outside of the folder or not to be written back as it is.
     */
    open(path: string): Promise<DocumentLease>;

    /** To be told after a file or folder was given another path. */
    renamed(from: string, to: string): Promise<void>;

    /** Writes to disk what waits for it. Text that waits for an explicit save stays. */
    flush(): Promise<void>;

    /**
     * Writes also what waits for a save, such as before a snapshot. A file that is gone is not made again. Throws with a
     * sentence for the first document that could not be written; the others are.
     */
    saveAll(): Promise<void>;

    /** Flushes, and lets go of everything. What is not on disk by then is in journals. */
    dispose(): Promise<void>;
}
