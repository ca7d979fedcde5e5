/*
 * Overrides `ReconnectableSocketChannel` of @theia/core 1.74.1, src/node/messaging/websocket-frontend-connection-service.ts:
 * `connect`, `disconnect`, `drainBuffer` and `getWriteBuffer`.
 *
 * Upstream, what is said while a page is away is put together as one message, of which the page reads the first; what was
 * on its way when the socket broke is lost; and a socket that is noticed to be dead only after the page is back with
 * another takes the connection with it. Here both ends keep messages until the other one has them, and a connection has
 * one socket. A client that does not number its messages (upstream's) is served, and gets nothing twice. What socket.io
 * offers for this does not do: its recovery is for what the server says, and its retries send one message a round trip.
 */
import { RECEIVED_EVENT, ResumableMessages, RESUMED_EVENT } from '@longtable/common';
import { Disposable, DisposableCollection } from '@theia/core';
import { injectable } from '@theia/core/shared/inversify';
import {
    Uint8ArrayReadBuffer,
    Uint8ArrayWriteBuffer
} from '@theia/core/lib/common/message-rpc/uint8-array-message-buffer';
import type { WriteBuffer } from '@theia/core/lib/common/message-rpc/message-buffer';
import { ReconnectableSocketChannel } from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';

type Socket = Parameters<ReconnectableSocketChannel['connect']>[0];

@injectable()
export class ResumableSocketChannel extends ReconnectableSocketChannel {
    protected readonly messages = new ResumableMessages(received => this.socket?.emit(RECEIVED_EVENT, received));
    /** Number of the last message that a page has which is about to come back. */
    protected resumesAfter: number | undefined;

    /**
     * Whether a page can go on that has received so many messages, and does not keep what it said up to another. Then
     * `connect` sends what it misses.
     */
    canResume(received: unknown, gone: unknown): boolean {
        // A page that does not count gets what is said from now on.
        this.resumesAfter = received === undefined ? this.messages.last : Number(received);
        return (
            this.messages.after(this.resumesAfter) !== undefined &&
            (gone === undefined || Number(gone) <= this.messages.received)
        );
    }

    override connect(socket: Socket): void {
        // Its end would be taken for the end of the new one.
        this.socket?.disconnect(true);
        this.disposables.dispose();
        this.disposables = new DisposableCollection();
        this.socket = socket;
        this.listen('error', (error: Error) => {
            this.onErrorEmitter.fire(error);
        });
        this.listen(RECEIVED_EVENT, (received: unknown) => this.confirm(received));
        this.listen('message', (data: ArrayBuffer | Uint8Array, number: unknown, received: unknown) => {
            this.confirm(received);
            this.take(data instanceof ArrayBuffer ? new Uint8Array(data) : data, number);
        });
        if (this.resumesAfter !== undefined) {
            socket.emit(RESUMED_EVENT, this.messages.received);
            for (const message of this.messages.after(this.resumesAfter) ?? []) {
                socket.send(...message);
            }
            this.resumesAfter = undefined;
        }
    }

    override drainBuffer(): void {
        this.messages.dispose();
    }

    override getWriteBuffer(): WriteBuffer {
        const buffer = new Uint8ArrayWriteBuffer();
        buffer.onCommit(data => {
            const message = this.messages.say(data);
            if (this.socket?.connected) {
                this.socket.send(...message);
            }
        });
        return buffer;
    }

    protected confirm(received: unknown): void {
        if (typeof received === 'number') {
            this.messages.confirm(received);
        }
    }

    protected take(data: Uint8Array, number: unknown): void {
        const found = typeof number === 'number' ? this.messages.take(data, number) : 'new';
        if (found === 'new') {
            this.onMessageEmitter.fire(() => new Uint8ArrayReadBuffer(data));
        } else if (found === 'early') {
            // The page comes back, and says again what is missing; it would not if the socket was ended in words.
            this.socket?.conn.close();
        }
    }

    protected listen(event: string, listener: (...values: never[]) => void): void {
        const { socket } = this;
        socket?.on(event, listener as (...values: unknown[]) => void);
        this.disposables.push(Disposable.create(() => socket?.off(event, listener as (...values: unknown[]) => void)));
    }
}
