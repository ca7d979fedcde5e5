/*
 * Overrides `WebsocketEndpoint.onStart` of @theia/core 1.74.1, src/node/messaging/websocket-endpoint.ts.
 *
 * Upstream sends everything as it is: about 5 MB of extension metadata on every load of a page. Here large messages are
 * compressed. There is no other way to set an option of the socket server than to make it ourselves; all else is as
 * upstream.
 */
import type { Server as HttpServer } from 'node:http';
import { injectable } from '@theia/core/shared/inversify';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import { Server, type Socket } from 'socket.io';

@injectable()
export class CompressingWebsocketEndpoint extends WebsocketEndpoint {
    override onStart(server: HttpServer): void {
        const sockets = new Server(server, {
            pingInterval: this.checkAliveTimeout,
            pingTimeout: this.checkAliveTimeout * 2,
            maxHttpBufferSize: this.maxHttpBufferSize,
            perMessageDeflate: {
                // Bytes. What a keystroke or a terminal sends is below it and goes out at once.
                threshold: 4096,
                zlibDeflateOptions: { level: 3 },
                // A window that is kept between messages would cost memory for each browser, for little gain.
                serverNoContextTakeover: true,
                clientNoContextTakeover: true
            },
            allowRequest: (request, callback) => {
                this.wsRequestValidator.allowWsUpgrade(request).then(
                    allowed => callback(undefined, allowed),
                    () => callback('The handshake could not be checked.', false)
                );
            }
        });
        sockets.of(/.*/).on('connection', (socket: Socket) => {
            this.accept(socket).catch((error: unknown) => {
                void this.logger.error('A connection could not be accepted', error);
                socket.disconnect(true);
            });
        });
    }

    protected async accept(socket: Socket): Promise<void> {
        if (await this.allowConnect(socket.request)) {
            await this.handleConnection(socket);
            await this.messagingListener.onDidWebSocketUpgrade(socket.request, socket);
        } else {
            socket.disconnect(true);
        }
    }
}
