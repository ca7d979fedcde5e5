import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Disposable } from '../disposable.js';
import { openTunnel } from './tunnel.js';

/**
 * Offers one address of the hub's loopback, such as a git server on the same machine, on the same port of the
 * sandbox's. Each connection goes through the hub's proxy, which decides anew whether it is allowed.
 */
export class LoopbackForward implements Disposable {
    private readonly open = new Set<Socket>();
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
        const upstream = connect({ path: this.egress, allowHalfOpen: true });
        for (const [socket, other] of [
            [client, upstream],
            [upstream, client]
        ] as const) {
            this.open.add(socket);
            socket.setNoDelay(true);
            socket.on('error', () => other.destroy());
            socket.on('close', () => this.open.delete(socket));
        }
        client.on('close', () => upstream.destroy());
        openTunnel(upstream, this.authority).then(
            status => {
                if (status === 200) {
                    client.pipe(upstream);
                    upstream.pipe(client);
                } else {
                    client.destroy();
                }
            },
            // No sentence could be put into a connection whose protocol nobody here knows.
            () => client.destroy()
        );
    }
}
