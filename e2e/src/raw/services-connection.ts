import 'reflect-metadata';
import { ChannelMultiplexer, ForwardingChannel, type Channel } from '@theia/core/lib/common/message-rpc/channel.js';
import {
    Uint8ArrayReadBuffer,
    Uint8ArrayWriteBuffer
} from '@theia/core/lib/common/message-rpc/uint8-array-message-buffer.js';
import { registerMsgPackExtensions } from '@theia/core/lib/common/message-rpc/rpc-message-encoder.js';
import { ConnectionManagementMessages } from '@theia/core/lib/common/messaging/connection-management.js';
import { RpcProxyFactory } from '@theia/core/lib/common/messaging/proxy-factory.js';
import { io, type Socket } from 'socket.io-client';
import type { HubProcess } from '../hub/hub-process.js';
import type { RawClient } from './raw-client.js';

// Without them nothing can be made of an error that a service answers.
registerMsgPackExtensions();

type Service = Record<string, (...parameters: unknown[]) => Promise<unknown>>;

/** Takes whatever a service calls in the browser, and does nothing. */
const deaf = new Proxy({}, { get: () => () => undefined });

/** What a workbench holds to the IDE backend of a workspace: a socket, a claim to a connection by its id, calls over it. */
export class ServicesConnection {
    private readonly channels: ChannelMultiplexer;
    private readonly services = new Map<string, Promise<{ proxy: Service }>>();

    private constructor(
        readonly socket: Socket,
        readonly frontendId: string
    ) {
        const main = new ForwardingChannel(
            'main',
            () => undefined,
            () => {
                const buffer = new Uint8ArrayWriteBuffer();
                buffer.onCommit(data => void socket.send(data));
                return buffer;
            }
        );
        socket.on('message', (data: Uint8Array) => {
            main.onMessageEmitter.fire(() => new Uint8ArrayReadBuffer(new Uint8Array(data)));
        });
        this.channels = new ChannelMultiplexer(main);
    }

    /** Opens the socket. Rejects when it is refused. */
    static async open(
        hub: HubProcess,
        client: RawClient,
        workspaceId: string,
        frontendId: string
    ): Promise<ServicesConnection> {
        const socket = io(`http://127.0.0.1:${hub.port}/services`, {
            transports: ['websocket'],
            extraHeaders: client.headersAt(workspaceId),
            forceNew: true,
            reconnection: false
        });
        await new Promise<void>((resolve, reject) => {
            socket.on('connect', resolve);
            socket.on('connect_error', error => {
                socket.close();
                reject(error);
            });
        });
        return new ServicesConnection(socket, frontendId);
    }

    /** Asks for a new connection; `false` when told to load anew instead. */
    connect(): Promise<boolean> {
        return this.claim(ConnectionManagementMessages.INITIAL_CONNECT);
    }

    /** Asks for the connection that is there under the id; `false` when it is not given. */
    reconnect(): Promise<boolean> {
        return this.claim(ConnectionManagementMessages.RECONNECT);
    }

    /** Calls a method of a service of the backend. */
    async call(path: string, method: string, ...parameters: unknown[]): Promise<unknown> {
        let service = this.services.get(path);
        if (service === undefined) {
            service = this.proxyOf(path);
            this.services.set(path, service);
        }
        // In an object, because awaiting the proxy itself would call a method `then` of the service.
        return (await service).proxy[method]?.(...parameters);
    }

    /** A channel that carries something else than calls. */
    openChannel(path: string): Promise<Channel> {
        return this.channels.open(path);
    }

    dispose(): void {
        this.socket.close();
    }

    private async proxyOf(path: string): Promise<{ proxy: Service }> {
        const factory = new RpcProxyFactory<Service>(deaf);
        const proxy = factory.createProxy();
        factory.listen(await this.channels.open(path));
        return { proxy };
    }

    private claim(message: string): Promise<boolean> {
        const answer = new Promise<boolean>(resolve => {
            this.socket.once(ConnectionManagementMessages.INITIAL_CONNECT, () => resolve(true));
            this.socket.once(ConnectionManagementMessages.RECONNECT, resolve);
        });
        this.socket.emit(message, this.frontendId);
        return answer;
    }
}
