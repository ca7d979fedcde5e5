// Takes the place of the IDE backend: tells who asks by the hub's word, streams without end, and echoes after an upgrade.
import { rmSync } from 'node:fs';
import http from 'node:http';

const socket = process.env.LONGTABLE_IDE_SOCKET;
rmSync(socket, { force: true });

const identityOf = request => {
    const [, payload = ''] = (request.headers['x-longtable-assertion'] ?? '').split('.');
    return JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}').identity;
};

http.createServer((request, response) => {
    if (request.url === '/stream') {
        response.writeHead(200);
        const timer = setInterval(() => response.write('.'), 50);
        response.on('close', () => clearInterval(timer));
        return;
    }
    response.end(JSON.stringify({ method: request.method, url: request.url, identity: identityOf(request) }));
})
    .on('upgrade', (request, client) => {
        client.on('error', () => client.destroy());
        client.write(
            `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
                `X-Role: ${identityOf(request)?.role}\r\n\r\n`
        );
        client.pipe(client);
    })
    .listen(socket, () => process.send({ type: 'listening' }));
