// Upstream: @theia/core/lib/browser/messaging/ws-connection-source, 1.74.1, `WebSocketConnectionSource.createWebSocket`.
// Reason: upstream begins with HTTP polling and changes to a WebSocket later. Before anything is shown, that costs some
// round trips more to the server. Here the WebSocket is the first, and polling is for networks that let none through.
// Contract: theia-overrides.test.ts.
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { injectable } from '@theia/core/shared/inversify';
import { io, type Socket } from 'socket.io-client';

@injectable()
export class DirectWebSocketConnectionSource extends WebSocketConnectionSource {
    protected override createWebSocket(url: string): Socket {
        const path = this.createSocketIoPath(url);
        return io(url, {
            ...(path === undefined ? {} : { path }),
            transports: ['websocket', 'polling'],
            tryAllTransports: true,
            // As upstream.
            reconnection: true,
            reconnectionDelay: 1000,
            reconnectionDelayMax: 10_000,
            reconnectionAttempts: Infinity
        });
    }
}
