import type { Duplex } from 'node:stream';
import type { ServerMessage } from '@longtable/common/documents';
import type { WebSocket } from 'ws';
import { frameOf } from './frame.js';

/** A connection with more than this in its backlog, in bytes, gets no updates until it has read (DOC-45). */
const SLOW = 1024 * 1024;
/** A connection with more than this in its backlog, in bytes, is ended. */
const LOST = 64 * 1024 * 1024;

/** The way to one client. */
export interface Outbox {
    /** Whether the client is too far behind to be sent what can also be sent later. */
    readonly isSlow: boolean;
    send(message: ServerMessage): void;
    sendFrame(frame: Buffer): void;
    /** Calls back each time a client that was slow has read everything. */
    onRead(listener: () => void): void;
}

/**
 * Writes frames to the socket below a WebSocket. Without compression the WebSocket itself writes at once as well, so that
 * its own frames (pings, the end) stay in order with these.
 */
export class SocketOutbox implements Outbox {
    constructor(
        private readonly webSocket: WebSocket,
        private readonly socket: Duplex
    ) {}

    get isSlow(): boolean {
        return this.socket.writableLength > SLOW;
    }

    send(message: ServerMessage): void {
        this.sendFrame(frameOf(message));
    }

    sendFrame(frame: Buffer): void {
        if (this.webSocket.readyState !== this.webSocket.OPEN) {
            return;
        }
        this.socket.write(frame);
        if (this.socket.writableLength > LOST) {
            this.webSocket.terminate();
        }
    }

    onRead(listener: () => void): void {
        this.socket.on('drain', listener);
    }
}
