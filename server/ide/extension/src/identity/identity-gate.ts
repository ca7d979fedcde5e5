import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { LongtableError } from '@longtable/common';
import { authorizeRequest } from '../access/http-access';
import type { RequestIdentities } from './request-identities';

/**
 * Lets nothing reach the listeners a server has now unless its identity is verified and it may be made by that person:
 * neither plain requests nor upgrades, and also not the requests of an engine.io session that exists already, which
 * Theia's validators never see.
 */
export function guardServer(server: Server, identities: RequestIdentities): void {
    const requestListeners = takeListeners(server, 'request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        enter(request, identities).then(
            () => requestListeners.forEach(listener => listener.call(server, request, response)),
            (error: unknown) => refuseRequest(response, error)
        );
    });
    const upgradeListeners = takeListeners(server, 'upgrade');
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        const ignoreError = (): void => undefined;
        socket.on('error', ignoreError);
        enter(request, identities).then(
            () => {
                socket.off('error', ignoreError);
                upgradeListeners.forEach(listener => listener.call(server, request, socket, head));
            },
            (error: unknown) => refuseUpgrade(socket, error)
        );
    });
}

async function enter(request: IncomingMessage, identities: RequestIdentities): Promise<void> {
    authorizeRequest(request, await identities.verify(request));
}

type Listener = (...args: unknown[]) => void;

function takeListeners(server: Server, event: string): Listener[] {
    const listeners = server.listeners(event) as Listener[];
    server.removeAllListeners(event);
    return listeners;
}

function refuseRequest(response: ServerResponse, error: unknown): void {
    const refusal = asRefusal(error);
    const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } });
    response.writeHead(refusal.status, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        // The rest of the request is not read, so the connection cannot carry another one.
        connection: 'close'
    });
    response.end(body);
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
    const { status } = asRefusal(error);
    const reason = status === 401 ? 'Unauthorized' : 'Forbidden';
    socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function asRefusal(error: unknown): LongtableError {
    if (error instanceof LongtableError) {
        return error;
    }
    // A fault of the check itself, such as a key that cannot be read. Refusing is the only safe answer.
    console.error('The identity of a request could not be checked:', error);
    return new LongtableError('forbidden', 'The identity of the request could not be checked.', { cause: error });
}
