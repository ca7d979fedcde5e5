import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Disposable } from '../disposable.js';

const UNREACHABLE =
    'HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n' +
    "Longtable's proxy does not answer, so the workspace has no way out. Stop and start the workspace.\n";

/**
 * Offers the hub's proxy, which is a unix socket in the sandbox, on the sandbox's own loopback, where git, npm, curl and
 * their like can use it. Bytes are passed on as they are; the hub decides what may be reached.
 */
export class EgressBridge implements Disposable {
    private readonly sockets = new Set<Socket>();
    private readonly server: Server;

    constructor(private readonly egress: string) {
        this.server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, client => this.splice(client));
    }

    /** Listens on loopback and answers the port. */
    async listen(port: number): Promise<number> {
        this.server.listen(port, '127.0.0.1');
        await once(this.server, 'listening');
        const address = this.server.address();
        return typeof address === 'object' && address !== null ? address.port : port;
    }

    dispose(): void {
        this.server.close();
        for (const socket of this.sockets) {
            socket.destroy();
        }
    }

    private splice(client: Socket): void {
        const upstream = connect({ path: this.egress, allowHalfOpen: true });
        let connected = false;
        upstream.once('connect', () => {
            connected = true;
            client.pipe(upstream);
            upstream.pipe(client);
        });
        upstream.on('error', () => {
            if (connected) {
                client.destroy();
            } else {
                // The request has to be read, or closing would reset the connection before the answer is through.
                client.resume();
                client.end(UNREACHABLE);
            }
        });
        client.on('error', () => upstream.destroy());
        client.on('close', () => upstream.destroy());
        for (const socket of [client, upstream]) {
            socket.setNoDelay(true);
            this.sockets.add(socket);
            socket.on('close', () => this.sockets.delete(socket));
        }
    }
}
