import type { ServerOptions } from 'node:http';
import type { RequestHandler } from 'express';
import { LongtableError } from '@longtable/common';

/**
 * How long a client may take, in milliseconds. For the head of a request not long, so that nobody holds connections
 * by sending theirs a byte at a time. For all of it as long as it takes: Node's own five minutes would cut an upload
 * of a large file into a workspace over a slow line. Longer than proxies keep idle connections, so that they close first.
 */
export const SERVER_TIMEOUTS = {
    headersTimeout: 20_000,
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000
} as const satisfies ServerOptions;

/** What the hub itself takes is small; a body that is not complete after so many milliseconds is given up,
 * but for those at the paths in `except`. */
export function bodyDeadline(milliseconds: number, except: readonly string[] = []): RequestHandler {
    return (request, _response, next) => {
        if (except.includes(request.path)) {
            next();
            return;
        }
        const timer = setTimeout(() => {
            request.destroy(new LongtableError('bad-request', 'The request was not complete in time.'));
        }, milliseconds).unref();
        const clear = () => {
            clearTimeout(timer);
        };
        request.once('end', clear).once('close', clear);
        next();
    };
}
