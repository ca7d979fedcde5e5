import { Server } from '@hocuspocus/server';

const server = new Server({ quiet: true, stopOnSignals: false, websocketOptions: { perMessageDeflate: false } });
// Its own `listen` knows ports only.
server.httpServer.listen(process.argv[2], () => console.log('READY'));
