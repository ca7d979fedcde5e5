import type { Socket } from 'node:net';

const MAXIMUM_ANSWER = 16 * 1024;

/**
 * Asks an HTTP proxy for a tunnel to `host:port` and answers its status; after 200 the socket, paused, carries the bytes
 * of the other side. Rejects when the proxy does not answer as one.
 */
export function openTunnel(socket: Socket, authority: string): Promise<number> {
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    return new Promise((resolve, reject) => {
        let answer = Buffer.alloc(0);
        const read = (chunk: Buffer) => {
            answer = Buffer.concat([answer, chunk]);
            const end = answer.indexOf('\r\n\r\n');
            if (end >= 0) {
                socket.pause();
                socket.off('data', read).off('end', ended).off('error', reject);
                socket.unshift(answer.subarray(end + 4));
                resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer.toString('latin1', 0, end))?.[1] ?? 0));
            } else if (answer.length > MAXIMUM_ANSWER) {
                reject(new Error('its answer is not that of a proxy'));
            }
        };
        const ended = () => reject(new Error('it closed the connection without an answer'));
        socket.on('data', read).on('end', ended).on('error', reject);
    });
}
