import { Router } from 'express';
import type { Registry } from 'prom-client';
import type { Store } from '../store/store.js';
import { occasionally } from './occasional-check.js';

/** `/readyz` needs no sign-in, and to know that records can be written one has to write: not more often than this. */
const CHECK_INTERVAL = 10_000;

/** `/healthz` (the process answers), `/readyz` (it can do its work) and `/metrics`. */
export function operationsRoutes(store: Store, metrics: Registry, ready: () => boolean): Router {
    const router = Router();
    const canWrite = occasionally(() => store.check(), CHECK_INTERVAL);
    router.get('/healthz', (_request, response) => {
        response.type('text/plain').send('ok\n');
    });
    router.get('/readyz', async (_request, response) => {
        if (!ready()) {
            response.status(503).type('text/plain').send('starting\n');
            return;
        }
        try {
            await canWrite();
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
