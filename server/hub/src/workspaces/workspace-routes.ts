import { pipeline } from 'node:stream/promises';
import { CreateWorkspace, UpdateWorkspace } from '@longtable/common';
import { Router } from 'express';
import type { Logger } from 'pino';
import { doerOf } from '../sharing/sharing-routes.js';
import { userOf } from '../sign-in/sign-in.js';
import type { Workspaces } from './workspaces.js';

/** `/api/v1/workspaces` and what is below it. */
export function workspaceRoutes(workspaces: Workspaces, logger: Logger): Router {
    const router = Router();
    router.get('/workspaces', async (request, response) => {
        response.json({ workspaces: await workspaces.list(userOf(request)) });
    });
    router.post('/workspaces', async (request, response) => {
        const doer = doerOf(request);
        response.status(201).json(await workspaces.create(doer, CreateWorkspace.parse(request.body ?? {})));
    });
    router.get('/workspaces/:id', async (request, response) => {
        response.json(await workspaces.get(userOf(request), request.params.id));
    });
    router.patch('/workspaces/:id', async (request, response) => {
        const user = userOf(request);
        response.json(await workspaces.update(user, request.params.id, UpdateWorkspace.parse(request.body ?? {})));
    });
    router.delete('/workspaces/:id', async (request, response) => {
        await workspaces.remove(userOf(request), request.params.id);
        response.status(204).end();
    });
    router.post('/workspaces/:id/start', async (request, response) => {
        response.json(await workspaces.start(doerOf(request), request.params.id));
    });
    router.post('/workspaces/:id/stop', async (request, response) => {
        response.json(await workspaces.stop(doerOf(request), request.params.id));
    });
    router.get('/workspaces/:id/download', async (request, response) => {
        const { name, archive } = await workspaces.download(userOf(request), request.params.id);
        // Looked at below, but only when all of its output has arrived; until then its failure must not be nobody's.
        archive.done.catch(() => undefined);
        response.attachment(name);
        response.type('application/x-tar');
        response.on('close', () => {
            archive.kill();
        });
        try {
            // The response is ended only once the archive is known to be whole, so that a broken one looks broken.
            await pipeline(archive.stdout, response, { end: false });
            await archive.done;
            response.end();
        } catch (error) {
            logger.warn({ err: error, workspace: request.params.id }, 'download was cut short');
            response.destroy();
        }
    });
    return router;
}
