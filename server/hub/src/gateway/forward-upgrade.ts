import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { requestHeaders } from './forwarded-headers.js';

/**
 * Passes an upgrade on to a workspace by writing its head anew and then splicing the bytes of both directions, each
 * at the pace of its reader. Nothing of the protocol spoken is looked at. Resolves when the connection is over.
 */
export function forwardUpgrade(
    request: IncomingMessage,
    client: Duplex,
    head: Buffer,
    workspace: Socket,
    options: { readonly assertion: string; readonly cookieName: string }
): Promise<void> {
    const headers = requestHeaders(request.rawHeaders, options.cookieName, options.assertion);
    headers.push('Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? 'websocket');
    let text = `${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1\r\n`;
    for (let index = 0; index < headers.length; index += 2) {
        text += `${headers[index] ?? ''}: ${headers[index + 1] ?? ''}\r\n`;
    }
    workspace.write(`${text}\r\n`, 'latin1');
    if (head.length > 0) {
        workspace.write(head);
    }
    if ('setNoDelay' in client) {
        (client as Socket).setNoDelay(true);
    }
    client.pipe(workspace);
    workspace.pipe(client);
    return new Promise(resolve => {
        const over = () => {
            client.destroy();
            workspace.destroy();
            resolve();
        };
        for (const side of [client, workspace]) {
            side.on('error', over);
            side.on('close', over);
        }
    });
}
