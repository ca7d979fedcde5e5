import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';

/**
 * The agent's socket from the first moment on. Node's http module takes longer to load than all else that is needed to
 * listen, so connections are accepted here and wait until there is an HTTP server for them.
 */
export class EarlySocket {
    private readonly waiting: Socket[] = [];
    private successor: ((socket: Socket) => void) | undefined;
    private readonly server = createServer({ pauseOnConnect: true }, socket => this.accept(socket));

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

    /** Hands every connection, those that wait and those to come, to `successor`. */
    handOver(successor: (socket: Socket) => void): void {
        this.successor = successor;
        for (const socket of this.waiting.splice(0)) {
            this.pass(socket, successor);
        }
    }

    private accept(socket: Socket): void {
        // A client may go away at any time; whoever reads from the connection sees its end.
        socket.on('error', () => socket.destroy());
        if (this.successor === undefined) {
            this.waiting.push(socket);
        } else {
            this.pass(socket, this.successor);
        }
    }

    private pass(socket: Socket, successor: (socket: Socket) => void): void {
        successor(socket);
        socket.resume();
    }
}
