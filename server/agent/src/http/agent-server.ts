import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers what arrives at the agent's socket. */
export interface RequestHandler {
    request(request: IncomingMessage, response: ServerResponse): void;
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/**
 * The agent's socket. It listens before the rest of the agent is loaded, so that the hub can connect at once; requests
 * wait until there is a handler.
 */
export class AgentServer {
    private readonly handler = Promise.withResolvers<RequestHandler>();
    private readonly server = createServer((request, response) => {
        void this.handler.promise.then(handler => handler.request(request, response));
    });

    constructor() {
        this.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
            socket.on('error', () => socket.destroy());
            void this.handler.promise.then(handler => handler.upgrade(request, socket, head));
        });
    }

    /** Listens on a unix socket that only this user may connect to, in place of one that an earlier agent left. */
    async listen(path: string): Promise<void> {
        rmSync(path, { force: true });
        const listening = once(this.server, 'listening');
        const mask = process.umask(0o177);
        try {
            // The socket is bound before listen() returns, hence with this mask.
            this.server.listen(path);
        } finally {
            process.umask(mask);
        }
        await listening;
    }

    handle(handler: RequestHandler): void {
        this.handler.resolve(handler);
    }

    dispose(): void {
        this.server.close();
        this.server.closeAllConnections();
    }
}
