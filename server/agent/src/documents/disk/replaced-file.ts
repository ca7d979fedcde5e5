import { close, openSync, readSync } from 'node:fs';
import { isFresh, sameState, stampOfOpen, type FileStamp } from './file-stamp.js';
import { hashOf } from './hash-of.js';

/** Keeps a file that is replaced at hand: who had it open may write into it after it has lost its name. */
export class ReplacedFile {
    private descriptor: number | undefined;
    private seen: FileStamp | undefined;

    /** `hash` is what it is known to hold; without one nothing can be said of it. */
    constructor(
        path: string,
        private hash: string | undefined
    ) {
        try {
            if (hash !== undefined) {
                this.descriptor = openSync(path, 'r');
                const stamp = stampOfOpen(this.descriptor);
                this.seen = isFresh(stamp) ? undefined : stamp;
            }
        } catch {
            // One that cannot be read, or is not there, gets no second look.
        }
    }

    /** What it holds, if that is another thing than what it held at the last call. */
    late(): Buffer | undefined {
        if (this.descriptor === undefined) {
            return undefined;
        }
        const stamp = stampOfOpen(this.descriptor);
        if (this.seen !== undefined && sameState(stamp, this.seen)) {
            return undefined;
        }
        this.seen = isFresh(stamp) ? undefined : stamp;
        const bytes = Buffer.alloc(Number(stamp.size));
        const content = bytes.subarray(0, readSync(this.descriptor, bytes, 0, bytes.length, 0));
        const found = hashOf(content);
        if (found === this.hash) {
            return undefined;
        }
        this.hash = found;
        return content;
    }

    close(): void {
        if (this.descriptor !== undefined) {
            // With it a file goes that has no name any more, which takes the disk some time. Nobody waits for that.
            close(this.descriptor, () => undefined);
            this.descriptor = undefined;
        }
    }
}
