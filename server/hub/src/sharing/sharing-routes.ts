import { Join } from '@longtable/common';
import { Router, type Request, type Response } from 'express';
import { clientAddress } from '../http/client-address.js';
import { userOf } from '../sign-in/sign-in.js';
import type { Doer } from './audit-trail.js';
import { runCall, workspaceCalls, type SharingParts } from './sharing-calls.js';

/** `/api/v1/join` and everything about sharing and snapshots below `/api/v1/workspaces/:id`. */
export function sharingRoutes(parts: SharingParts): Router {
    const router = Router();
    router.post('/join', async (request, response) => {
        const doer = doerOf(request);
        response.json(await parts.joining.join(doer, Join.parse(request.body ?? {}).token));
    });
    for (const call of workspaceCalls) {
        const handle = async (request: Request, response: Response) => {
            const { id = '', ...rest } = request.params as Readonly<Record<string, string>>;
            const [parameter = ''] = Object.values(rest);
            const answer = await runCall(parts, call, id, {
                doer: doerOf(request),
                parameter,
                query: request.query,
                body: request.body
            });
            if (answer === undefined) {
                response.status(204).end();
            } else {
                response.json(answer);
            }
        };
        const path = `/workspaces/:id${call.path}`;
        switch (call.method) {
            case 'GET':
                router.get(path, handle);
                break;
            case 'PUT':
                router.put(path, handle);
                break;
            case 'PATCH':
                router.patch(path, handle);
                break;
            case 'POST':
                router.post(path, handle);
                break;
            case 'DELETE':
                router.delete(path, handle);
                break;
        }
    }
    return router;
}

/** Who makes a request, and from where. Throws `not-signed-in`. */
export function doerOf(request: Request): Doer {
    return { user: userOf(request), from: clientAddress(request) };
}
