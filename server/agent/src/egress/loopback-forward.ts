import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Disposable } from '../disposable.js';

/**
 * Offers one address of the hub's loopback, such as a git server on the same machine, on the same port of the
 * sandbox's. Each connection goes through the hub's proxy, which decides anew whether it is allowed.
 */
export class LoopbackForward implements Disposable {
    private readonly open = new Set<Duplex>();
    private readonly server: Server;

    /** `authority` is `host:port` as the administrator wrote it; `egress` the path of the proxy's socket. */
    constructor(
        private readonly authority: string,
        private readonly egress: string
    ) {
        this.server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, client => {
            this.forward(client);
        });
    }

    /** Listens on loopback; rejects when a program of the workspace has the port. */
    async listen(): Promise<void> {
        const port = Number(this.authority.slice(this.authority.lastIndexOf(':') + 1));
        this.server.listen(port, '127.0.0.1');
        await once(this.server, 'listening');
    }

    dispose(): void {
        this.server.close();
        for (const socket of this.open) {
            socket.destroy();
        }
    }

    private forward(client: Socket): void {
        this.track(client);
        const asking = request({ socketPath: this.egress, method: 'CONNECT', path: this.authority, agent: false });
        asking.on('error', () => client.destroy());
        client.on('error', () => asking.destroy());
        client.on('close', () => asking.destroy());
        asking.on('connect', (answer, upstream, head) => {
            this.track(upstream);
            if (answer.statusCode !== 200) {
                upstream.destroy();
                client.destroy();
                return;
            }
            client.write(head);
            client.pipe(upstream);
            upstream.pipe(client);
            upstream.on('error', () => client.destroy());
            upstream.on('close', () => client.destroy());
            client.on('close', () => upstream.destroy());
        });
        asking.end();
    }

    private track(socket: Duplex): void {
        this.open.add(socket);
        socket.on('close', () => this.open.delete(socket));
    }
}
