import { ASSERTION_HEADER, ResumableMessages, RESUMED_EVENT } from '@longtable/common';
// Makes known how errors and the like are written in messages.
import '@theia/core/lib/common/message-rpc';
import { type Channel, ChannelMultiplexer, ForwardingChannel } from '@theia/core/lib/common/message-rpc/channel';
import {
    Uint8ArrayReadBuffer,
    Uint8ArrayWriteBuffer
} from '@theia/core/lib/common/message-rpc/uint8-array-message-buffer';
import { ConnectionManagementMessages } from '@theia/core/lib/common/messaging/connection-management';
import { RpcProxyFactory } from '@theia/core/lib/common/messaging/proxy-factory';
import { io, type Socket } from 'socket.io-client';
import { type BackendProcess, HOST } from './backend-process';

/** Takes every notification of a service and does nothing. */
const deaf = new Proxy({}, { get: () => () => undefined });

/** The methods of a backend service, whichever they are. */
export type Service = Record<string, (...parameters: unknown[]) => Promise<unknown>>;

/** What a workbench does to be served: a socket, a claim to a connection by its id, and calls over it. */
export class FrontendConnection implements Disposable {
    private readonly channels: ChannelMultiplexer;
    private readonly services = new Map<string, Promise<{ service: Service }>>();
    private readonly messages = new ResumableMessages(() => undefined);
    private readonly main: ForwardingChannel;
    private current: Socket;

    private constructor(
        socket: Socket,
        readonly id: string
    ) {
        this.main = new ForwardingChannel(
            'main',
            () => undefined,
            () => {
                const buffer = new Uint8ArrayWriteBuffer();
                buffer.onCommit(data => {
                    const message = this.messages.say(data);
                    if (this.current.connected) {
                        this.current.send(...message);
                    }
                });
                return buffer;
            }
        );
        this.current = this.listenTo(socket);
        this.channels = new ChannelMultiplexer(this.main);
    }

    get socket(): Socket {
        return this.current;
    }

    /** Opens a socket without claiming a connection yet. Rejects when the handshake is refused. */
    static async open(backend: BackendProcess, assertion: string, id: string): Promise<FrontendConnection> {
        return new FrontendConnection(await FrontendConnection.openSocket(backend, assertion), id);
    }

    private static async openSocket(backend: BackendProcess, assertion: string): Promise<Socket> {
        const socket = io(`http://${HOST}/services`, {
            // Accepted by the client for Node alone, hence missing in its types.
            ...({ agent: backend.agent() } as object),
            transports: ['websocket'],
            extraHeaders: { [ASSERTION_HEADER]: assertion },
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
        return socket;
    }

    /** Goes on over another socket, as a page does whose own one is gone. */
    async resume(backend: BackendProcess, assertion: string): Promise<boolean> {
        this.current = this.listenTo(await FrontendConnection.openSocket(backend, assertion));
        return this.reconnect();
    }

    /** Asks for a new connection. The answer is `false` when the backend says to reload instead. */
    connect(): Promise<boolean> {
        return this.claim(ConnectionManagementMessages.INITIAL_CONNECT);
    }

    /** Asks for the connection that is there under the id. */
    reconnect(): Promise<boolean> {
        return this.claim(ConnectionManagementMessages.RECONNECT);
    }

    /** A proxy of a backend service, in an object: awaiting the proxy itself would call a method `then` of the service. */
    async service(servicePath: string, client: object = deaf): Promise<{ service: Service }> {
        const channel = await this.channels.open(servicePath);
        const factory = new RpcProxyFactory<Service>(client);
        const service: Service = factory.createProxy();
        factory.listen(channel);
        return { service };
    }

    /** A channel of the connection. */
    open(channelPath: string): Promise<Channel> {
        return this.channels.open(channelPath);
    }

    /** Calls one method of a backend service. */
    async call(servicePath: string, method: string, ...parameters: unknown[]): Promise<unknown> {
        let opened = this.services.get(servicePath);
        if (!opened) {
            opened = this.service(servicePath);
            this.services.set(servicePath, opened);
        }
        return (await opened).service[method]?.(...parameters);
    }

    [Symbol.dispose](): void {
        this.socket.close();
    }

    private claim(message: string): Promise<boolean> {
        const answer = new Promise<boolean>(resolve => {
            this.socket.once(ConnectionManagementMessages.INITIAL_CONNECT, () => resolve(true));
            this.socket.once(ConnectionManagementMessages.RECONNECT, resolve);
        });
        this.socket.emit(message, this.id, this.messages.received);
        return answer;
    }

    private listenTo(socket: Socket): Socket {
        socket.on('message', (data: Uint8Array, number: number, received: number) => {
            this.messages.confirm(received);
            if (this.messages.take(data, number) === 'new') {
                this.main.onMessageEmitter.fire(() => new Uint8ArrayReadBuffer(new Uint8Array(data)));
            }
        });
        socket.on(RESUMED_EVENT, (received: number) => {
            for (const message of this.messages.after(received) ?? []) {
                socket.send(...message);
            }
        });
        return socket;
    }
}
