import { Router, type Request } from 'express';
import { rateLimit } from 'express-rate-limit';
import { LongtableError } from '@longtable/common';
import { sessionHashOf, sessionCookieName, userOf, type SignIn } from './sign-in.js';
import { sameSiteTarget } from './return-to.js';
import { describeUser } from './describe-user.js';

export interface SignInRoutesOptions {
    readonly signIn: SignIn;
    readonly devOffered: boolean;
    readonly hubUrl: string;
    /** Ends what was derived from a session: entries into workspaces and open sockets. */
    readonly endSession: (sessionHash: string) => void;
}

/** Sign-in attempts of one address in one minute. */
const ATTEMPTS_PER_MINUTE = 120;

/** `/login/dev` and `/logout`. The page at `/login` is the dashboard's. */
export function signInRoutes(options: SignInRoutesOptions): Router {
    const router = Router();
    router.post(
        '/login/dev',
        rateLimit({
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
        }),
        (_request, _response, next) => {
            if (!options.devOffered) {
                next(new LongtableError('not-found', 'Sign-in by name is not offered here.'));
                return;
            }
            next();
        },
        (request, response, next) => {
            const before = sessionHashOf(request);
            // Signing in begins a new session in place of the one there was, whose open sockets end with it.
            options.signIn.authenticateDev(request, response, (error?: unknown) => {
                if (error === undefined || error === null) {
                    options.endSession(before);
                }
                next(error);
            });
        },
        (request, response) => {
            const target = sameSiteTarget(request.query['returnTo'], options.hubUrl);
            if (request.is('application/x-www-form-urlencoded') !== false && acceptsPage(request)) {
                response.redirect(303, target);
                return;
            }
            response.json(describeUser(userOf(request)));
        }
    );
    router.post('/logout', (request, response, next) => {
        const hash = sessionHashOf(request);
        request.session.destroy((error: unknown) => {
            if (error !== undefined && error !== null) {
                next(error);
                return;
            }
            options.endSession(hash);
            response.clearCookie(sessionCookieName(options.hubUrl), { path: '/' });
            response.status(204).end();
        });
    });
    return router;
}

function acceptsPage(request: Request): boolean {
    return request.accepts(['json', 'html']) === 'html';
}
