import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LongtableError } from '@longtable/common';
import { errorBody } from '../http/errors.js';
import { linger } from './linger.js';

/** Whether a request is a browser going to a page, so that it should get a page or a redirect rather than JSON. */
export function isNavigation(request: IncomingMessage): boolean {
    return (
        (request.method === 'GET' || request.method === 'HEAD') &&
        (request.headers['sec-fetch-mode'] === 'navigate' ||
            (request.headers['sec-fetch-mode'] === undefined && (request.headers.accept ?? '').includes('text/html')))
    );
}

/** Answers a request with an error in the API's shape. */
export function refuse(response: ServerResponse, error: LongtableError): void {
    if (response.headersSent) {
        response.destroy();
        return;
    }
    const body = JSON.stringify(errorBody(error));
    // With its own reason: that of a workspace may have been set already, and be the very thing that was refused.
    response.writeHead(error.status, STATUS_CODES[error.status] ?? '', {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store'
    });
    response.end(body);
}

/** Answers an upgrade with an error in the API's shape and ends the connection. */
export function refuseUpgrade(socket: Duplex, error: LongtableError): void {
    const body = JSON.stringify(errorBody(error));
    // The other side may be gone already; there is nobody left to tell then.
    socket.on('error', () => undefined);
    socket.write(
        `HTTP/1.1 ${String(error.status)} ${STATUS_CODES[error.status] ?? ''}\r\n` +
            `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n` +
            `Connection: close\r\n\r\n${body}`
    );
    linger(socket);
}
