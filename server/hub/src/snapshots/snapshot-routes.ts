import { ChangeSnapshot, ImportSnapshot, LookAtSnapshot, OpenSnapshot } from '@longtable/common';
import { Router } from 'express';
import type { Logger } from 'pino';
import { doerOf } from '../sharing/sharing-routes.js';
import { userOf } from '../sign-in/sign-in.js';
import { notAnArchive } from './tar/tar-header.js';
import type { SnapshotParts } from './create-snapshots.js';

/** Below the API; its body is as long as it is. */
export const IMPORT_PATH = '/snapshots/import';

/** An upload on which nothing moves for so many milliseconds is given up. */
const IMPORT_STALL = 60_000;

/** `/api/v1/snapshots` and what is below it. */
export function snapshotRoutes({ objects, openings }: SnapshotParts, logger: Logger): Router {
    const router = Router();
    router.get('/snapshots', async (request, response) => {
        response.json(await objects.list(userOf(request).id));
    });
    router.post('/snapshots/look', async (request, response) => {
        const user = userOf(request);
        response.json(await openings.look(user, LookAtSnapshot.parse(request.body ?? {}).token));
    });
    router.post('/snapshots/open', async (request, response) => {
        const doer = doerOf(request);
        response.status(201).json(await openings.open(doer, OpenSnapshot.parse(request.body ?? {})));
    });
    router.post(IMPORT_PATH, async (request, response) => {
        const doer = doerOf(request);
        const query = ImportSnapshot.parse(request.query);
        const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
        if (encoding === undefined && (length ?? '0') === '0') {
            throw notAnArchive();
        }
        request.setTimeout(IMPORT_STALL, () => request.destroy());
        response.status(201).json(await objects.import(doer, request, query));
    });
    router.get('/snapshots/:id', async (request, response) => {
        response.json(await objects.get(userOf(request).id, request.params.id));
    });
    router.patch('/snapshots/:id', async (request, response) => {
        const doer = doerOf(request);
        response.json(await objects.change(doer, request.params.id, ChangeSnapshot.parse(request.body ?? {})));
    });
    router.delete('/snapshots/:id', async (request, response) => {
        await objects.remove(doerOf(request), request.params.id);
        response.status(204).end();
    });
    router.get('/snapshots/:id/download', async (request, response) => {
        const { id } = userOf(request);
        response.attachment(await objects.exportName(id, request.params.id));
        response.type('application/zstd');
        try {
            await objects.export(id, request.params.id, response);
            response.end();
        } catch (error) {
            logger.warn({ err: error, snapshot: request.params.id }, 'export was cut short');
            if (!response.headersSent) {
                response.removeHeader('Content-Disposition');
                throw error;
            }
            // Ended without its end, so that a broken one looks broken.
            response.destroy();
        }
    });
    return router;
}
