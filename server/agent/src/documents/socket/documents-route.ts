import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { DOCUMENTS_PATH, type Person } from '@longtable/common';
import { systemClock } from '../../clock.js';
import type { Disposable } from '../../disposable.js';
import type { UpgradeRoute } from '../../http/router.js';
import type { DocumentsServer, DocumentsServerOptions } from './documents-server.js';

/** The upgrade route of live documents. */
export function documentsRoute(options: DocumentsServerOptions): UpgradeRoute & Disposable {
    let server: Promise<DocumentsServer> | undefined;
    let disposed = false;
    return {
        path: DOCUMENTS_PATH,
        allows: identity => identity.kind === 'person',
        handle: async (request, socket, head, identity) => {
            if (identity.kind === 'person') {
                // Brings ws, Yjs and Node's http module along, which the agent's start does without.
                server ??= import('./documents-server.js').then(
                    ({ DocumentsServer }) => new DocumentsServer(options, systemClock)
                );
                await serve(await server, request, socket, head, identity);
            }
        },
        dispose: () => {
            disposed = true;
            void server?.then(started => started.dispose());
        }
    };

    async function serve(
        started: DocumentsServer,
        request: IncomingMessage,
        socket: Duplex,
        head: Buffer,
        person: Person
    ): Promise<void> {
        if (disposed) {
            socket.destroy();
            return;
        }
        await started.accept(request, socket, head, person);
    }
}
