import { CreateAccessToken } from '@longtable/common';
import { Router } from 'express';
import { demandSession } from '../sign-in/sign-in-data.js';
import { userOf } from '../sign-in/sign-in.js';
import type { AccessTokens } from './access-tokens.js';

/** `/api/v1/tokens` and what is below it. */
export function accessTokenRoutes(accessTokens: AccessTokens): Router {
    const router = Router();
    router.get('/tokens', async (request, response) => {
        const { id } = userOf(request);
        demandSession(request);
        response.json({ tokens: await accessTokens.list(id) });
    });
    router.post('/tokens', async (request, response) => {
        const { id } = userOf(request);
        demandSession(request);
        response.status(201).json(await accessTokens.create(id, CreateAccessToken.parse(request.body ?? {})));
    });
    router.delete('/tokens/:id', async (request, response) => {
        const { id } = userOf(request);
        demandSession(request);
        await accessTokens.remove(id, request.params.id);
        response.status(204).end();
    });
    return router;
}
