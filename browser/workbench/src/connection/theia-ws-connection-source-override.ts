// Upstream: @theia/core/lib/browser/messaging/ws-connection-source, 1.74.1, `WebSocketConnectionSource.createWebSocket`.
// Reason: upstream begins with HTTP polling and changes to a WebSocket later. Before anything is shown, that costs some
// round trips more to the server. Here the WebSocket is the first, and polling is for networks that let none through.
// And what `createChannel` sends while a letter is on its way to the screen waits until it is there.
// Contract: theia-overrides.test.ts.
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { injectable } from '@theia/core/shared/inversify';
import { io, type Socket } from 'socket.io-client';
import { LettersFirst } from '../typing/letters-first';

@injectable()
export class DirectWebSocketConnectionSource extends WebSocketConnectionSource {
    protected override createWebSocket(url: string): Socket {
        const path = this.createSocketIoPath(url);
        return this.sendAfterLetters(
            io(url, {
                ...(path === undefined ? {} : { path }),
                transports: ['websocket', 'polling'],
                tryAllTransports: true,
                // As upstream.
                reconnection: true,
                reconnectionDelay: 1000,
                reconnectionDelayMax: 10_000,
                reconnectionAttempts: Infinity
            })
        );
    }

    protected sendAfterLetters(socket: Socket): Socket {
        const letters = new LettersFirst();
        window.addEventListener(
            'keydown',
            event => {
                // The letters of a terminal come from the server.
                if (event.target instanceof Element && event.target.closest('.monaco-editor')) {
                    letters.pressed(event);
                }
            },
            { capture: true }
        );
        // Nobody draws what is typed last in a page that closes. A connection that is lost keeps what is said after it.
        window.addEventListener('pagehide', () => letters.now());
        socket.on('disconnect', () => letters.now());
        const send = socket.send.bind(socket);
        socket.send = (message: Uint8Array) => {
            letters.run(() => {
                if (socket.connected) {
                    send(message);
                } else {
                    this.writeBuffer.buffer(message);
                }
            });
            return socket;
        };
        return socket;
    }
}
