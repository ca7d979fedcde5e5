import { notAnArchive } from './tar-header.js';

/** Reads a stream by numbers of bytes. */
export class ByteSource {
    private readonly chunks: AsyncIterator<Buffer>;
    private rest: Buffer = Buffer.alloc(0);

    constructor(stream: AsyncIterable<Buffer>) {
        this.chunks = stream[Symbol.asyncIterator]();
    }

    /** So many bytes; undefined at the end of the stream. Throws when the end comes in between. */
    async read(length: number): Promise<Buffer | undefined> {
        const parts: Buffer[] = [];
        let missing = length;
        while (missing > 0) {
            if (this.rest.length === 0 && !(await this.more())) {
                if (missing === length) {
                    return undefined;
                }
                throw notAnArchive();
            }
            const part = this.rest.subarray(0, missing);
            parts.push(part);
            this.rest = this.rest.subarray(part.length);
            missing -= part.length;
        }
        return Buffer.concat(parts);
    }

    async demand(length: number): Promise<Buffer> {
        const bytes = await this.read(length);
        if (bytes === undefined) {
            throw notAnArchive();
        }
        return bytes;
    }

    async skip(length: number): Promise<void> {
        let missing = length;
        while (missing > 0) {
            if (this.rest.length === 0 && !(await this.more())) {
                throw notAnArchive();
            }
            const skipped = Math.min(missing, this.rest.length);
            this.rest = this.rest.subarray(skipped);
            missing -= skipped;
        }
    }

    private async more(): Promise<boolean> {
        let next: IteratorResult<Buffer, unknown>;
        try {
            next = await this.chunks.next();
        } catch (error) {
            // What cannot be decompressed, or was cut short.
            throw notAnArchive(error);
        }
        if (next.done === true) {
            return false;
        }
        this.rest = next.value;
        return true;
    }
}
