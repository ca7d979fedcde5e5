import { LongtableError, type SignInError } from '@longtable/common';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Logger } from 'pino';
import { identityOf, type PassportStrategy, type Provider } from './provider.js';
import { signInErrorOf } from './provider-failure.js';
import type { ProviderIdentity } from './provider-identity.js';
import { sameSiteTarget } from './return-to.js';
import { newPendingLink, pendingLinkFor } from './sign-in-data.js';
import { beginSession, type SignIn } from './sign-in.js';
import { LINK_PAGE } from './link-page.js';

interface ProviderRoutesOptions {
    readonly signIn: SignIn;
    readonly hubUrl: string;
    readonly limit: RequestHandler;
    readonly endSession: (sessionHash: string) => void;
    readonly logger: Logger;
}

/** `/login/github` and `/login/oidc`, to the provider, and the addresses at which people come back from there. */
export function providerRoutes(options: ProviderRoutesOptions): Router {
    const { signIn, hubUrl, limit, endSession, logger } = options;
    const router = Router();

    /** Back to the sign-in page, which has a sentence for each error. */
    const turnBack = (request: Request, response: Response, error: SignInError) => {
        const returnTo = request.session.returnTo ?? '/';
        delete request.session.returnTo;
        const query = new URLSearchParams({ error, ...(returnTo === '/' ? {} : { returnTo }) });
        response.redirect(303, `/login?${query.toString()}`);
    };

    const enter = async (request: Request, response: Response, identity: ProviderIdentity) => {
        const returnTo = request.session.returnTo ?? '/';
        const outcome = await signIn.accounts.signIn(identity);
        switch (outcome.kind) {
            case 'refused':
                logger.info({ provider: identity.provider, login: identity.login, error: outcome.error }, 'not let in');
                turnBack(request, response, outcome.error);
                return;
            case 'link-required':
                request.session.pendingLink = newPendingLink(identity, outcome.userId, returnTo);
                if (request.user?.id === outcome.userId) {
                    delete request.session.returnTo;
                    response.redirect(303, LINK_PAGE);
                } else {
                    turnBack(request, response, 'link-required');
                }
                return;
            case 'signed-in': {
                const pending = pendingLinkFor(request, outcome.user.id);
                await beginSession(request, outcome.user, endSession);
                if (pending !== undefined) {
                    request.session.pendingLink = pending;
                }
                response.redirect(303, pending === undefined ? returnTo : LINK_PAGE);
            }
        }
    };

    /** Lets the provider's strategy answer: by a redirect to the provider, or by telling who came back from there. */
    const authenticate =
        (provider: Provider): RequestHandler =>
        (request, response, next) => {
            const settle = (work: Promise<void>) => {
                work.catch((error: unknown) => {
                    const { code, detail } = signInErrorOf(error);
                    logger.warn({ provider: provider.way, detail }, 'a sign-in failed');
                    if (!response.headersSent) {
                        turnBack(request, response, code);
                    }
                });
            };
            const finish = async (error: unknown, user: Express.User | false | null | undefined) => {
                if (error !== undefined && error !== null) {
                    throw error instanceof Error ? error : new Error('the strategy gave no reason');
                }
                if (user === undefined || user === null || user === false) {
                    const cancelled = request.query['error'] === 'access_denied';
                    turnBack(request, response, cancelled ? 'cancelled' : 'sign-in-failed');
                    return;
                }
                await enter(request, response, identityOf(user));
            };
            settle(
                provider.strategy().then(strategy => {
                    const handler = signIn.passport.authenticate(
                        // Passport puts the end of one request's way on the strategy, so each needs its own.
                        Object.create(strategy) as PassportStrategy,
                        (error: unknown, user?: Express.User | false | null) => {
                            settle(finish(error, user));
                        }
                    ) as RequestHandler;
                    void handler(request, response, next);
                })
            );
        };

    for (const provider of signIn.providers) {
        router.use(`/login/${provider.way}`, (_request, response, next) => {
            response.set('Cache-Control', 'no-store');
            next();
        });
        router.get(`/login/${provider.way}`, limit, (request, response, next) => {
            request.session.returnTo = sameSiteTarget(request.query['returnTo'], hubUrl);
            authenticate(provider)(request, response, next) as undefined;
        });
        router.get(`/login/${provider.way}/callback`, limit, (request, response, next) => {
            if (typeof request.query['code'] !== 'string' && typeof request.query['error'] !== 'string') {
                turnBack(request, response, 'sign-in-failed');
                return;
            }
            authenticate(provider)(request, response, next) as undefined;
        });
    }
    router.use(['/login/github', '/login/oidc'], () => {
        throw new LongtableError('not-found', 'That way to sign in is not offered here.');
    });
    return router;
}
