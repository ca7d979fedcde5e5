import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a line can do. */
export interface LineSpeed {
    /** Bits in a second, towards the browser and away from it. */
    readonly down: number;
    readonly up: number;
    /** Milliseconds there and back. */
    readonly roundTrip: number;
}

/** So many bytes of one connection wait at most before its sender is told to wait, as in the buffer of a router. */
const BUFFER = 128 * 1024;

/**
 * A slow line to a server on this machine, shared by all connections. Made of a proxy, since a browser's own emulation
 * holds back WebSockets far more than a line does.
 */
export class SlowLine {
    private readonly sockets = new Set<Socket>();
    private readonly downFreeAt = { time: 0 };
    private readonly upFreeAt = { time: 0 };

    private constructor(
        private readonly server: Server,
        private readonly target: number,
        private readonly speed: LineSpeed
    ) {}

    static async to(target: number, speed: LineSpeed): Promise<SlowLine> {
        const server = createServer({ noDelay: true });
        const line = new SlowLine(server, target, speed);
        server.on('connection', socket => {
            line.join(socket);
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        return line;
    }

    /** What makes a browser take this line to whatever it opens. */
    get browserArguments(): readonly string[] {
        return [`--host-resolver-rules=MAP * 127.0.0.1:${String((this.server.address() as AddressInfo).port)}`];
    }

    dispose(): void {
        this.server.close();
        for (const socket of this.sockets) {
            socket.destroy();
        }
    }

    private join(near: Socket): void {
        const far = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
        for (const [one, other] of [
            [near, far],
            [far, near]
        ] as const) {
            this.sockets.add(one);
            one.on('error', () => other.destroy()).on('close', () => this.sockets.delete(one));
        }
        this.carry(near, far, this.speed.up, this.upFreeAt);
        this.carry(far, near, this.speed.down, this.downFreeAt);
    }

    private carry(from: Socket, to: Socket, bitsPerSecond: number, freeAt: { time: number }): void {
        let waiting = 0;
        let last: Promise<unknown> = Promise.resolve();
        const arriveAt = (time: number, then: () => void): void => {
            // Timers of the same moment need not fire in order.
            last = Promise.all([last, delay(Math.max(0, time - performance.now()))]).then(then);
        };
        from.on('data', bytes => {
            waiting += bytes.length;
            if (waiting > BUFFER) {
                from.pause();
            }
            freeAt.time = Math.max(freeAt.time, performance.now()) + (bytes.length * 8000) / bitsPerSecond;
            arriveAt(freeAt.time + this.speed.roundTrip / 2, () => {
                to.write(bytes);
                waiting -= bytes.length;
                if (waiting <= BUFFER) {
                    from.resume();
                }
            });
        });
        from.on('end', () => {
            arriveAt(freeAt.time + this.speed.roundTrip / 2, () => to.end());
        });
    }
}
