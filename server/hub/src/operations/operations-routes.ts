import { Router } from 'express';
import type { Registry } from 'prom-client';
import type { Store } from '../store/store.js';

/** `/healthz` (the process answers), `/readyz` (it can do its work) and `/metrics`. */
export function operationsRoutes(store: Store, metrics: Registry, ready: () => boolean): Router {
    const router = Router();
    router.get('/healthz', (_request, response) => {
        response.type('text/plain').send('ok\n');
    });
    router.get('/readyz', async (_request, response) => {
        if (!ready()) {
            response.status(503).type('text/plain').send('starting\n');
            return;
        }
        try {
            await store.check();
            response.type('text/plain').send('ok\n');
        } catch {
            response.status(503).type('text/plain').send('records cannot be written\n');
        }
    });
    router.get('/metrics', async (_request, response) => {
        response.type(metrics.contentType).send(await metrics.metrics());
    });
    return router;
}
