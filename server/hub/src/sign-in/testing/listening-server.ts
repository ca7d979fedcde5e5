import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that can be out of order, and be put right again at the same address. */
export class ListeningServer {
    private port = 0;
    private server: Server | undefined;

    private constructor(private readonly listener: RequestListener) {}

    static async start(listener: RequestListener): Promise<ListeningServer> {
        const server = new ListeningServer(listener);
        await server.start();
        return server;
    }

    get url(): string {
        return `http://localhost:${String(this.port)}`;
    }

    async start(): Promise<void> {
        this.server = createServer(this.listener).listen(this.port, '127.0.0.1');
        await once(this.server, 'listening');
        this.port = (this.server.address() as AddressInfo).port;
    }

    async stop(): Promise<void> {
        const { server } = this;
        this.server = undefined;
        if (server !== undefined) {
            server.close();
            server.closeAllConnections();
            await once(server, 'close');
        }
    }
}
