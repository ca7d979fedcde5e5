import { chmod, chown, rm } from 'node:fs/promises';
import http from 'node:http';
import type net from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { connectTo } from './connect.js';
import { forward } from './forward.js';
import { parseTarget, Refusal, TargetPolicy } from './target.js';

/** Open connections of one workspace; those beyond are closed at once. */
const CONNECTIONS = 512;
/** A tunnel on which nothing moves for so long is given up. */
const IDLE_MILLISECONDS = 60 * 60 * 1000;

export interface EgressOptions {
    /** Path of the unix socket, in a directory that only the hub can write to. */
    readonly path: string;
    /** The user that may connect. */
    readonly owner: number;
    readonly allow: readonly string[];
    readonly logger: Logger;
}

/** What went through a proxy so far. */
export interface EgressCounters {
    connections: number;
    refused: number;
    sentBytes: number;
    receivedBytes: number;
}

/**
 * The way out of one workspace: an HTTP proxy (CONNECT, and plain requests in absolute form) on a unix socket, which
 * reaches public addresses and the exceptions of the administrator.
 */
export class EgressProxy {
    readonly counters: EgressCounters = { connections: 0, refused: 0, sentBytes: 0, receivedBytes: 0 };
    private readonly server: http.Server;
    private readonly policy: TargetPolicy;
    private readonly open = new Set<Duplex>();

    private constructor(private readonly options: EgressOptions) {
        this.policy = new TargetPolicy(options.allow);
        this.server = http.createServer({ requestTimeout: 0, headersTimeout: 30_000 }, (request, response) => {
            forward(request, response, this.policy).catch((error: unknown) => {
                const refusal = this.refused(request.url, error);
                response.writeHead(refusal.status, {
                    'content-type': 'text/plain; charset=utf-8',
                    connection: 'close'
                });
                response.end(`${refusal.message}\n`);
            });
        });
        this.server.maxConnections = CONNECTIONS;
        this.server.on('connection', socket => {
            this.counters.connections += 1;
            this.open.add(socket);
            socket.once('close', () => this.open.delete(socket));
        });
        this.server.on('connect', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
            this.tunnel(request.url ?? '', socket, head).catch((error: unknown) => {
                const refusal = this.refused(request.url, error);
                socket.end(answerOf(refusal));
            });
        });
    }

    static async start(options: EgressOptions): Promise<EgressProxy> {
        const proxy = new EgressProxy(options);
        // One that an earlier hub left.
        await rm(options.path, { force: true });
        await new Promise<void>((resolve, reject) => {
            proxy.server.once('error', reject);
            proxy.server.listen(options.path, resolve);
        });
        await chmod(options.path, 0o600);
        if (options.owner !== process.getuid?.()) {
            await chown(options.path, options.owner, options.owner);
        }
        // A sandbox must not keep the hub from ending.
        proxy.server.unref();
        return proxy;
    }

    async close(): Promise<void> {
        const closed = new Promise<void>(resolve => {
            this.server.close(() => {
                resolve();
            });
        });
        this.open.forEach(socket => socket.destroy());
        await closed;
    }

    private async tunnel(authority: string, client: net.Socket, head: Buffer): Promise<void> {
        client.on('error', () => client.destroy());
        const target = parseTarget(authority);
        if (target === undefined) {
            throw new Refusal(400, 'CONNECT needs a host and a port, such as example.org:443.');
        }
        const remote = await connectTo(target, this.policy);
        if (client.destroyed) {
            remote.destroy();
            return;
        }
        this.open.add(remote);
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        remote.write(head);
        client.pipe(remote).pipe(client);
        for (const [socket, other] of [
            [client, remote],
            [remote, client]
        ] as const) {
            socket.setTimeout(IDLE_MILLISECONDS, () => socket.destroy());
            socket.once('error', () => other.destroy());
            socket.once('close', () => other.destroy());
        }
        remote.once('close', () => {
            this.open.delete(remote);
            this.counters.sentBytes += remote.bytesWritten;
            this.counters.receivedBytes += remote.bytesRead;
            this.options.logger.debug(
                { host: target.host, port: target.port, sent: remote.bytesWritten, received: remote.bytesRead },
                'Outbound connection'
            );
        });
    }

    private refused(target: string | undefined, error: unknown): Refusal {
        this.counters.refused += 1;
        const refusal = error instanceof Refusal ? error : new Refusal(502, 'The proxy of Longtable failed.');
        this.options.logger.debug({ target, status: refusal.status, error }, refusal.message);
        return refusal;
    }
}

function answerOf(refusal: Refusal): string {
    const body = `${refusal.message}\n`;
    return [
        `HTTP/1.1 ${refusal.status.toString()} ${http.STATUS_CODES[refusal.status] ?? ''}`,
        'Content-Type: text/plain; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body).toString()}`,
        'Connection: close',
        '',
        body
    ].join('\r\n');
}
