import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { WebSocketServer, type WebSocket } from 'ws';

// It comes without types.
const { setupWSConnection } = createRequire(import.meta.url)('y-websocket/bin/utils') as {
    setupWSConnection: (socket: WebSocket, request: IncomingMessage) => void;
};

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', setupWSConnection);
http.listen(process.argv[2], () => console.log('READY'));
