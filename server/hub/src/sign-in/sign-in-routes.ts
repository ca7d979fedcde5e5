import { DevSignIn, LongtableError } from '@longtable/common';
import { Router, type Request, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Logger } from 'pino';
import { disabled } from '../sharing/ending-messages.js';
import { describeUser } from './describe-user.js';
import { linkPageRoutes } from './link-page.js';
import { devIdentity } from './provider-identity.js';
import { providerRoutes } from './provider-routes.js';
import { sameSiteTarget } from './return-to.js';
import { beginSession, clearSessionCookie, sessionHashOf, type SignIn } from './sign-in.js';

export interface SignInRoutesOptions {
    readonly signIn: SignIn;
    readonly devOffered: boolean;
    readonly hubUrl: string;
    /** Ends what was derived from a session: entries into workspaces and open sockets. */
    readonly endSession: (sessionHash: string) => void;
    readonly logger: Logger;
}

/** Sign-in attempts of one address in one minute. */
const ATTEMPTS_PER_MINUTE = 120;

/** `/login/*` and `/logout`. The page at `/login` is the dashboard's. */
export function signInRoutes(options: SignInRoutesOptions): Router {
    const { signIn, hubUrl, endSession } = options;
    const router = Router();
    const limit = limitSignIns();
    router.post('/login/dev', limit, async (request, response) => {
        if (!options.devOffered) {
            throw new LongtableError('not-found', 'Sign-in by name is not offered here.');
        }
        const outcome = await signIn.accounts.signIn(devIdentity(DevSignIn.parse(request.body)));
        if (outcome.kind !== 'signed-in') {
            throw new LongtableError('forbidden', disabled());
        }
        await beginSession(request, outcome.user, endSession);
        const target = sameSiteTarget(request.query['returnTo'], hubUrl);
        if (request.is('application/x-www-form-urlencoded') !== false && acceptsPage(request)) {
            response.redirect(303, target);
            return;
        }
        response.json(describeUser(outcome.user));
    });
    router.use(providerRoutes({ ...options, limit }));
    router.use(linkPageRoutes(signIn.accounts));
    router.post('/logout', (request, response, next) => {
        const hash = sessionHashOf(request);
        request.session.destroy((error: unknown) => {
            if (error !== undefined && error !== null) {
                next(error);
                return;
            }
            endSession(hash);
            clearSessionCookie(response, hubUrl);
            response.status(204).end();
        });
    });
    return router;
}

function limitSignIns(): RequestHandler {
    return rateLimit({
        windowMs: 60_000,
        limit: ATTEMPTS_PER_MINUTE,
        standardHeaders: true,
        legacyHeaders: false,
        handler: (_request, _response, next) => {
            next(
                new LongtableError(
                    'too-many-requests',
                    'Too many sign-ins from your address. Wait a minute and try again.'
                )
            );
        }
    });
}

function acceptsPage(request: Request): boolean {
    return request.accepts(['json', 'html']) === 'html';
}
