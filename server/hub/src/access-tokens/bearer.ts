import { LongtableError } from '@longtable/common';
import type { RequestHandler } from 'express';
import type { AccessTokenRecord } from '../store/store.js';
import type { AccessTokens } from './access-tokens.js';

declare global {
    // eslint-disable-next-line @typescript-eslint/no-namespace -- the way in which Express's types are extended
    namespace Express {
        interface Request {
            /** The token that speaks for `user`, in place of a session. */
            accessToken?: AccessTokenRecord;
        }
    }
}

/**
 * Lets `Authorization: Bearer` say who asks. Runs before everything that looks at cookies or at the origin: a page of
 * another origin cannot send this header, because no such page is let through by CORS.
 */
export function bearer(accessTokens: AccessTokens): RequestHandler {
    return async (request, response, next) => {
        const [scheme = '', token = '', ...rest] = (request.headers.authorization ?? '').trim().split(/ +/);
        if (scheme.toLowerCase() !== 'bearer') {
            next();
            return;
        }
        try {
            const { record, user } = await accessTokens.check(rest.length === 0 ? token : '');
            request.accessToken = record;
            request.user = user;
        } catch (error) {
            if (error instanceof LongtableError && error.code === 'not-signed-in') {
                response.set('WWW-Authenticate', 'Bearer error="invalid_token"');
            }
            throw error;
        }
        next();
    };
}
