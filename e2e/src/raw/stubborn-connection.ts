import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { HubProcess } from '../hub/hub-process.js';
import type { RawClient } from './raw-client.js';

/**
 * A connection to a workspace whose client answers nothing, least of all that it is to be closed: only the other side
 * can end it.
 */
export class StubbornConnection {
    /** Everything that came. */
    received = '';
    /** When the other side ended it, in milliseconds since 1970. */
    readonly ended: Promise<number>;

    private constructor(private readonly socket: Socket) {
        socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
        socket.on('error', () => undefined); // a reset is an end as well
        this.ended = Promise.race([once(socket, 'end'), once(socket, 'close')]).then(
            () => Date.now(),
            () => Date.now()
        );
    }

    /** Asks for a WebSocket, or for a stream, and waits for the first of the answer. */
    static async open(
        hub: HubProcess,
        client: RawClient,
        workspaceId: string,
        path: string,
        kind: 'websocket' | 'stream'
    ): Promise<StubbornConnection> {
        const socket = connect({ host: '127.0.0.1', port: hub.port, allowHalfOpen: true });
        const connection = new StubbornConnection(socket);
        const { host, cookie, origin } = client.headersAt(workspaceId);
        const upgrade =
            'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
            'Sec-WebSocket-Key: bG9uZyB0YWJsZSBzZWF0cw==\r\n';
        socket.write(
            `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nOrigin: ${origin}\r\n` +
                `${kind === 'websocket' ? upgrade : ''}\r\n`
        );
        await once(socket, 'data');
        return connection;
    }

    get status(): number {
        return Number(/^HTTP\/1\.1 (\d+)/.exec(this.received)?.[1]);
    }

    /** Sends a masked WebSocket frame with text, whether or not anybody takes it. */
    send(text: string): void {
        const payload = Buffer.from(text);
        this.socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
    }

    dispose(): void {
        this.socket.destroy();
    }
}
