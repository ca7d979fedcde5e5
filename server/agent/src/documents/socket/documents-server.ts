import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Person } from '@longtable/common';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../../clock.js';
import type { Disposable } from '../../disposable.js';
import type { Documents } from '../documents.js';
import { SocketOutbox } from './outbox.js';
import { Rooms } from './rooms.js';
import { Session, type CoAuthors, type SessionContext } from './session.js';
import { Violation } from './violation.js';

const LARGEST_MESSAGE = 16 * 1024 * 1024;
/** A tab that has not answered a ping by the next but one is gone, in milliseconds. */
const PING_INTERVAL = 20_000;
/** How long a client that broke the rules has to close its side, in milliseconds. */
const FAREWELL = 2000;

const POLICY_VIOLATION = 1008;
const NOT_BINARY = 1003;

export interface DocumentsServerOptions {
    /** May take its time: connections are accepted and wait for it. */
    readonly documents: () => Promise<Documents>;
    readonly coAuthors?: CoAuthors | undefined;
    /** In milliseconds. */
    readonly pingInterval?: number;
}

/** Serves live documents over WebSockets, one for each tab. */
export class DocumentsServer implements Disposable {
    private readonly server = new WebSocketServer({
        noServer: true,
        maxPayload: LARGEST_MESSAGE,
        perMessageDeflate: false
    });
    private readonly sockets = new Set<WebSocket>();
    private readonly context: SessionContext;
    private readonly pingInterval: number;

    constructor({ documents, coAuthors, pingInterval = PING_INTERVAL }: DocumentsServerOptions, clock: Clock) {
        this.context = { documents, coAuthors, rooms: new Rooms(clock) };
        this.pingInterval = pingInterval;
    }

    accept(request: IncomingMessage, socket: Duplex, head: Buffer, person: Person): Promise<void> {
        return new Promise(resolve => {
            this.server.handleUpgrade(request, socket, head, webSocket => {
                this.serve(webSocket, socket, person);
                resolve();
            });
        });
    }

    dispose(): void {
        for (const socket of this.sockets) {
            socket.terminate();
        }
    }

    private serve(webSocket: WebSocket, socket: Duplex, person: Person): void {
        this.sockets.add(webSocket);
        const session = new Session(person, new SocketOutbox(webSocket, socket), this.context, reason =>
            end(POLICY_VIOLATION, reason)
        );
        let farewell: NodeJS.Timeout | undefined;
        const end = (code: number, reason: string) => {
            session.dispose();
            webSocket.close(code, reason);
            farewell ??= setTimeout(() => webSocket.terminate(), FAREWELL);
        };
        let missed = 0;
        const ping = setInterval(() => {
            if (++missed > 2) {
                webSocket.terminate();
                return;
            }
            webSocket.ping();
        }, this.pingInterval);
        webSocket.on('pong', () => (missed = 0));
        webSocket.on('message', (data, isBinary) => {
            if (!isBinary) {
                end(NOT_BINARY, 'Messages are binary.');
                return;
            }
            try {
                session.receive(data as Buffer);
            } catch (error) {
                if (error instanceof Violation) {
                    end(POLICY_VIOLATION, error.message);
                } else {
                    console.error('A message about a document could not be handled:', error);
                    session.dispose();
                    webSocket.terminate();
                }
            }
        });
        // What is wrong with a connection is told by its close as well.
        webSocket.on('error', () => webSocket.terminate());
        webSocket.on('close', () => {
            clearInterval(ping);
            clearTimeout(farewell);
            session.dispose();
            this.sockets.delete(webSocket);
        });
    }
}
