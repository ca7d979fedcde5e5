import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

const rooms = new Map<string, Set<WebSocket>>();
const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
    const name = request.url ?? '';
    const room = rooms.get(name) ?? new Set();
    rooms.set(name, room.add(socket));
    socket.on('message', (data, isBinary) => {
        for (const other of room) {
            if (other !== socket) {
                other.send(data, { binary: isBinary });
            }
        }
    });
    socket.on('close', () => room.delete(socket));
});
http.listen(process.argv[2], () => {
    const { port } = http.address() as AddressInfo;
    // None where it listens on a socket in the file system.
    console.log('READY', port);
});
