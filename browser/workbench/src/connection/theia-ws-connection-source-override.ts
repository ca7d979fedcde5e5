// Upstream: @theia/core/lib/browser/messaging/ws-connection-source, 1.74.1, `WebSocketConnectionSource.createWebSocket`,
// `createChannel` and `negogiateReconnect`.
// Reason: upstream begins with HTTP polling and changes to a WebSocket later. Before anything is shown, that costs some
// round trips more to the server. Here the WebSocket is the first, and polling is for networks that let none through.
// Upstream, of what is said while the connection is away the server reads the first message, and what was on its way is
// lost. Here both ends keep messages until the other one has them; see `ResumableMessages`.
// And what is said while a letter is on its way to the screen is sent once it is there.
// Contract: theia-overrides.test.ts.
import { RECEIVED_EVENT, ResumableMessages, RESUMED_EVENT } from '@longtable/common';
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { type AbstractChannel, ForwardingChannel } from '@theia/core/lib/common/message-rpc/channel';
import {
    Uint8ArrayReadBuffer,
    Uint8ArrayWriteBuffer
} from '@theia/core/lib/common/message-rpc/uint8-array-message-buffer';
import { ConnectionManagementMessages } from '@theia/core/lib/common/messaging/connection-management';
import { injectable } from '@theia/core/shared/inversify';
import { io, type Socket } from 'socket.io-client';
import { LettersFirst } from '../typing/letters-first';

@injectable()
export class ResumableConnectionSource extends WebSocketConnectionSource {
    protected readonly letters = new LettersFirst();
    protected messages = new ResumableMessages(received => this.tellReceived(received));
    /** The server listens to what is said. */
    protected heard = false;

    protected override createWebSocket(url: string): Socket {
        const path = this.createSocketIoPath(url);
        const socket = io(url, {
            ...(path === undefined ? {} : { path }),
            transports: ['websocket', 'polling'],
            tryAllTransports: true,
            // As upstream.
            reconnection: true,
            reconnectionDelay: 1000,
            reconnectionDelayMax: 10_000,
            reconnectionAttempts: Infinity
        });
        socket.on('disconnect', () => (this.heard = false));
        socket.on(RESUMED_EVENT, (received: number) => this.resume(received));
        socket.on(RECEIVED_EVENT, (received: number) => this.messages.confirm(received));
        this.watchLetters();
        return socket;
    }

    protected watchLetters(): void {
        // The letters of a terminal come from the server.
        const isInEditor = ({ target }: Event) => target instanceof Element && !!target.closest('.monaco-editor');
        const listen = <K extends keyof WindowEventMap>(type: K, act: (event: WindowEventMap[K]) => void) =>
            window.addEventListener(type, event => isInEditor(event) && act(event), { capture: true });
        listen('keydown', event => this.letters.pressed(event));
        listen('beforeinput', () => this.letters.typed());
        // Nobody draws what is typed last in a page that closes.
        window.addEventListener('pagehide', () => this.letters.now());
    }

    protected override createChannel(): AbstractChannel {
        this.messages.dispose();
        this.messages = new ResumableMessages(received => this.tellReceived(received));
        this.heard = true;
        const listener = (data: ArrayBuffer, number: number, received: number) => {
            this.messages.confirm(received);
            this.take(new Uint8Array(data), number);
        };
        this.socket.on('message', listener);
        return new ForwardingChannel(
            'any',
            () => this.socket.off('message', listener),
            () => {
                const buffer = new Uint8ArrayWriteBuffer();
                buffer.onCommit(message => this.letters.run(() => this.say(message)));
                return buffer;
            }
        );
    }

    protected override negogiateReconnect(): void {
        this.socket.once(ConnectionManagementMessages.RECONNECT, (known: boolean) => {
            if (!known) {
                window.location.reload();
            }
        });
        this.socket.emit(
            ConnectionManagementMessages.RECONNECT,
            this.frontendIdProvider.getId(),
            this.messages.received,
            this.messages.gone
        );
    }

    protected say(message: Uint8Array): void {
        const numbered = this.messages.say(message);
        if (this.heard) {
            this.socket.send(...numbered);
        }
    }

    protected take(data: Uint8Array, number: number): void {
        this.onIncomingMessageActivityEmitter.fire();
        const found = this.messages.take(data, number);
        if (found === 'new') {
            this.currentChannel.onMessageEmitter.fire(() => new Uint8ArrayReadBuffer(data));
        } else if (found === 'early') {
            // Comes back by itself, and the server says again what is missing.
            this.socket.io.engine.close();
        }
    }

    /** The server is back, and has received so many messages. */
    protected resume(received: number): void {
        for (const message of this.messages.after(received) ?? []) {
            this.socket.send(...message);
        }
        this.heard = true;
    }

    protected tellReceived(received: number): void {
        if (this.heard) {
            this.socket.emit(RECEIVED_EVENT, received);
        }
    }
}
