import { request as httpRequest, type Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { requestHeaders, responseHeaders } from './forwarded-headers.js';

export interface ForwardOptions {
    readonly agent: Agent;
    readonly assertion: string;
    readonly cookieName: string;
}

/**
 * Passes a request on to a workspace and its response back, both streamed with back-pressure. Rejects when the
 * workspace cannot be reached before anything was answered; after that a failure ends the connection.
 */
export function forwardRequest(
    request: IncomingMessage,
    response: ServerResponse,
    { agent, assertion, cookieName }: ForwardOptions
): Promise<void> {
    return new Promise((resolve, reject) => {
        const headers = requestHeaders(request.rawHeaders, cookieName, assertion);
        if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] !== undefined) {
            headers.push('Transfer-Encoding', 'chunked');
        }
        const outgoing = httpRequest({
            agent,
            method: request.method,
            path: request.url,
            headers: headers as never,
            setHost: false
        });
        outgoing.on('response', incoming => {
            response.writeHead(
                incoming.statusCode ?? 502,
                incoming.statusMessage,
                responseHeaders(incoming.rawHeaders, cookieName)
            );
            pipeline(incoming, response, () => {
                // Either both ended, or one side left and the other was destroyed: nothing more to be said to anyone.
                resolve();
            });
        });
        outgoing.on('error', error => {
            if (response.headersSent) {
                response.destroy();
                resolve();
            } else {
                reject(error);
            }
        });
        response.on('close', () => {
            outgoing.destroy();
        });
        request.pipe(outgoing);
    });
}
