import { ASSERTION_HEADER } from '@longtable/common';
import { ChannelMultiplexer, ForwardingChannel } from '@theia/core/lib/common/message-rpc/channel';
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

/** What a workbench does to be served: a socket, a claim to a connection by its id, and calls over it. */
export class FrontendConnection implements Disposable {
    private constructor(
        readonly socket: Socket,
        readonly id: string
    ) {}

    /** Opens a socket without claiming a connection yet. Rejects when the handshake is refused. */
    static async open(backend: BackendProcess, assertion: string, id: string): Promise<FrontendConnection> {
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
        return new FrontendConnection(socket, id);
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
    async service(servicePath: string): Promise<{ service: object }> {
        const main = new ForwardingChannel(
            'main',
            () => undefined,
            () => {
                const buffer = new Uint8ArrayWriteBuffer();
                buffer.onCommit(data => {
                    this.socket.send(data);
                });
                return buffer;
            }
        );
        this.socket.on('message', (data: Uint8Array) => {
            main.onMessageEmitter.fire(() => new Uint8ArrayReadBuffer(new Uint8Array(data)));
        });
        const channel = await new ChannelMultiplexer(main).open(servicePath);
        const factory = new RpcProxyFactory<object>(deaf);
        const service: object = factory.createProxy();
        factory.listen(channel);
        return { service };
    }

    [Symbol.dispose](): void {
        this.socket.close();
    }

    private claim(message: string): Promise<boolean> {
        const answer = new Promise<boolean>(resolve => {
            this.socket.once(ConnectionManagementMessages.INITIAL_CONNECT, () => resolve(true));
            this.socket.once(ConnectionManagementMessages.RECONNECT, resolve);
        });
        this.socket.emit(message, this.id);
        return answer;
    }
}
