import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import { requestHeaders, responseHeaders } from './forwarded-headers.js';
import { linger } from './linger.js';

/**
 * Passes an upgrade on to a workspace and, once that has agreed to it, splices the bytes of both directions, each at
 * the pace of its reader. Nothing of the protocol spoken is looked at. When the workspace does not agree, its answer
 * is passed back and the connection is over, so that nothing reaches a workspace past the checks of the hub. Rejects
 * when nothing was answered; resolves when the connection is over.
 */
export function forwardUpgrade(
    request: IncomingMessage,
    client: Duplex,
    head: Buffer,
    workspace: Socket,
    { assertion, cookieName }: { readonly assertion: string; readonly cookieName: string }
): Promise<void> {
    return new Promise((resolve, reject) => {
        const headers = requestHeaders(request.rawHeaders, cookieName, assertion);
        headers.push('Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? 'websocket');
        const outgoing = httpRequest({
            method: request.method,
            path: request.url,
            headers: headers as never,
            setHost: false,
            createConnection: () => workspace
        });
        const giveUp = () => outgoing.destroy();
        client.on('close', giveUp);
        outgoing.on('error', reject);
        outgoing.on('upgrade', (response, socket, workspaceHead) => {
            client.off('close', giveUp);
            const upgrade = response.headers.upgrade ?? '';
            client.write(headOf(response, cookieName, ['Connection', 'Upgrade', 'Upgrade', upgrade]), 'latin1');
            client.write(workspaceHead);
            socket.write(head);
            resolve(splice(client, socket));
        });
        outgoing.on('response', response => {
            client.write(headOf(response, cookieName, ['Connection', 'close']), 'latin1');
            pipeline(response, client, () => {
                linger(client);
                resolve();
            });
            client.resume();
        });
        outgoing.end();
    });
}

function headOf(response: IncomingMessage, cookieName: string, more: readonly string[]): string {
    const headers = [...responseHeaders(response.rawHeaders, cookieName), ...more];
    let text = `HTTP/1.1 ${String(response.statusCode ?? 502)} ${response.statusMessage ?? ''}\r\n`;
    for (let index = 0; index < headers.length; index += 2) {
        text += `${headers[index] ?? ''}: ${headers[index + 1] ?? ''}\r\n`;
    }
    return `${text}\r\n`;
}

function splice(client: Duplex, workspace: Duplex): Promise<void> {
    if ('setNoDelay' in client) {
        (client as Socket).setNoDelay(true);
    }
    client.pipe(workspace);
    workspace.pipe(client);
    const closed = (side: Duplex, other: Duplex) =>
        new Promise<void>(resolve => {
            side.on('error', () => other.destroy());
            side.on('close', () => {
                if (side.readableEnded) {
                    // It has said all it had to say, of which some may still be on its way to the other.
                    linger(other);
                } else {
                    other.destroy();
                }
                resolve();
            });
        });
    return Promise.all([closed(client, workspace), closed(workspace, client)]).then(() => undefined);
}
