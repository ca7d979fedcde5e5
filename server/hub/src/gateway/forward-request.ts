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
        let answered = false;
        outgoing.on('response', incoming => {
            try {
                response.writeHead(
                    incoming.statusCode ?? 502,
                    incoming.statusMessage,
                    responseHeaders(incoming.rawHeaders, cookieName)
                );
            } catch (error) {
                // What a workspace answers is not to be trusted to be HTTP, although Node could read it.
                outgoing.destroy();
                reject(new Error('The workspace answered what is not HTTP.', { cause: error }));
                return;
            }
            answered = true;
            pipeline(incoming, response, () => {
                // Either both ended, or one side left and the other was destroyed: nothing more to be said to anyone.
                resolve();
            });
        });
        outgoing.on('upgrade', (_incoming, socket) => {
            socket.destroy();
            reject(new Error('The workspace switched protocols without having been asked to.'));
        });
        outgoing.on('error', error => {
            if (answered) {
                response.destroy();
                resolve();
            } else if (response.destroyed) {
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
