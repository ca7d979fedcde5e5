/*
 * Overrides `WebsocketEndpoint.onStart` of @theia/core 1.74.1, src/node/messaging/websocket-endpoint.ts.
 *
 * Upstream sends everything as it is: about 5 MB of extension metadata on every load of a page. Here large messages are
 * compressed, and a session of engine.io answers nobody but the person it was made for. There is no other way to set an
 * option of the socket server than to make it ourselves; all else is as upstream.
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import { Server, type Socket } from 'socket.io';
import { RequestIdentities } from '../identity/request-identities';

/** engine.io puts the parameters of the query beside the request. */
type EngineRequest = IncomingMessage & { readonly _query: Readonly<Record<string, unknown>> };

@injectable()
export class CompressingWebsocketEndpoint extends WebsocketEndpoint {
    @inject(RequestIdentities)
    protected readonly identities: RequestIdentities;

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
        sockets.engine.use((request: EngineRequest, _response: unknown, next: (error?: Error) => void) => {
            next(this.belongsToAnother(request, sockets) ? new Error('The session is not of this person.') : undefined);
        });
        sockets.of(/.*/).on('connection', (socket: Socket) => {
            this.accept(socket).catch((error: unknown) => {
                void this.logger.error('A connection could not be accepted', error);
                socket.disconnect(true);
            });
        });
    }

    /**
     * A session of engine.io is known by its id alone, whoever sends it, and was let in with the role that its owner had
     * then.
     */
    protected belongsToAnother(request: EngineRequest, sockets: Server): boolean {
        const { sid } = request._query;
        if (sid === undefined) {
            return false;
        }
        const { clients } = sockets.engine as unknown as { clients: Record<string, { request: EngineRequest }> };
        const session = typeof sid === 'string' && Object.hasOwn(clients, sid) ? clients[sid] : undefined;
        const owner = session && this.identities.of(session.request);
        const person = this.identities.of(request);
        return !!session && (!owner || owner.userId !== person?.userId || owner.role !== person.role);
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
