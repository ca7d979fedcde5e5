import type { IncomingMessage } from 'node:http';
import { LongtableError } from '@longtable/common';

/** The body of a request as JSON; undefined when it has none. Throws `bad-request` or `payload-too-large`. */
export async function readJson(request: IncomingMessage, limit = 100_000): Promise<unknown> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > limit) {
            throw new LongtableError('payload-too-large', 'The request is too large. Nothing was changed.');
        }
        chunks.push(chunk);
    }
    if (size === 0) {
        return undefined;
    }
    try {
        return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch (error) {
        throw new LongtableError('bad-request', 'The request could not be understood. Nothing was changed.', {
            cause: error
        });
    }
}
