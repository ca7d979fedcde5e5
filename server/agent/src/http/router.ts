import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
    ASSERTION_HEADER,
    LongtableError,
    messageOf,
    type AssertionVerifier,
    type ErrorBody,
    type Identity
} from '@longtable/common';
import type { RequestHandler } from './http-server.js';

/** Of the answers to an upgrade; importing Node's http module for its list would slow down the agent's start. */
const REASON_PHRASES: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' };

interface Guarded {
    readonly path: string;
    /** Whether this identity may use the route; everyone else gets 403. */
    allows(identity: Identity): boolean;
}

/** A path that answers plain requests. */
export interface Route extends Guarded {
    readonly method: 'GET' | 'POST';
    handle(request: IncomingMessage, response: ServerResponse, identity: Identity): void | Promise<void>;
}

/** A path that takes over the connection, such as a WebSocket. */
export interface UpgradeRoute extends Guarded {
    handle(request: IncomingMessage, socket: Duplex, head: Buffer, identity: Identity): void | Promise<void>;
}

/**
 * The one way in: checks the assertion of every request and upgrade before it looks at anything else, then finds the
 * route and asks it whether the identity may use it.
 */
export class Router implements RequestHandler {
    constructor(
        private readonly verifier: AssertionVerifier,
        private readonly routes: readonly Route[],
        private readonly upgrades: readonly UpgradeRoute[]
    ) {}

    request(request: IncomingMessage, response: ServerResponse): void {
        response.on('error', () => response.destroy());
        this.answer(request, response).catch((error: unknown) => refuseRequest(response, asLongtableError(error)));
    }

    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
        this.takeOver(request, socket, head).catch((error: unknown) => refuseUpgrade(socket, asLongtableError(error)));
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const identity = await this.verifier.verify(request.headers[ASSERTION_HEADER]);
        const path = pathOf(request);
        const route = this.routes.find(candidate => candidate.path === path && candidate.method === request.method);
        await admitted(route, identity).handle(request, response, identity);
    }

    private async takeOver(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
        const identity = await this.verifier.verify(request.headers[ASSERTION_HEADER]);
        const path = pathOf(request);
        const route = this.upgrades.find(candidate => candidate.path === path);
        await admitted(route, identity).handle(request, socket, head, identity);
    }
}

function admitted<R extends Guarded>(route: R | undefined, identity: Identity): R {
    if (route === undefined) {
        throw new LongtableError('not-found', 'The workspace offers nothing at this address.');
    }
    if (!route.allows(identity)) {
        throw new LongtableError('forbidden', 'This call is for the hub only.');
    }
    return route;
}

function pathOf(request: IncomingMessage): string {
    return request.url?.split('?', 1)[0] ?? '';
}

function asLongtableError(error: unknown): LongtableError {
    if (error instanceof LongtableError) {
        return error;
    }
    console.error('A request failed:', error);
    return new LongtableError('internal', 'The workspace could not answer. Its log says why.', { cause: error });
}

function refuseRequest(response: ServerResponse, error: LongtableError): void {
    if (response.headersSent) {
        response.destroy();
        return;
    }
    response.writeHead(error.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(bodyOf(error));
}

function refuseUpgrade(socket: Duplex, error: LongtableError): void {
    const body = bodyOf(error);
    socket.end(
        `HTTP/1.1 ${error.status} ${REASON_PHRASES[error.status] ?? 'Error'}\r\n` +
            'Content-Type: application/json\r\nCache-Control: no-store\r\nConnection: close\r\n' +
            `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    );
}

function bodyOf(error: LongtableError): string {
    return JSON.stringify({ error: { code: error.code, message: messageOf(error) } } satisfies ErrorBody);
}
