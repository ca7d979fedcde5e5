import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EarlySocket } from './early-socket.js';

/** Answers what arrives at the agent's socket. */
export interface RequestHandler {
    request(request: IncomingMessage, response: ServerResponse): void;
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Answers all connections of the agent's socket, from now on and those that wait, by HTTP. */
export async function serveHttp(socket: EarlySocket, handler: RequestHandler): Promise<void> {
    // A static import would be evaluated before the first line of the bundle, see EarlySocket.
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => handler.request(request, response));
    server.on('upgrade', (request: IncomingMessage, upgraded: Duplex, head: Buffer) => {
        handler.upgrade(request, upgraded, head);
    });
    socket.handOver(connection => server.emit('connection', connection));
}
