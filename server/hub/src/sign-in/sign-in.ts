import { LongtableError, UserId } from '@longtable/common';
import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import type { AccessTokens } from '../access-tokens/access-tokens.js';
import { hashOfToken } from '../identity/secret-token.js';
import type { Store, UserRecord } from '../store/store.js';
import type { Accounts } from './accounts.js';
import type { Provider } from './provider.js';
import { SESSION_LIFETIME, StoredSessions } from './session-store.js';

declare global {
    // eslint-disable-next-line @typescript-eslint/no-namespace -- the way in which passport's types are extended
    namespace Express {
        interface User extends UserRecord {}
    }
}

/** Everything that a route needs to know who asks. */
export interface SignIn {
    /** Puts the person of the session on `request.user`, in the order in which it has to run. */
    readonly middleware: readonly RequestHandler[];
    readonly passport: InstanceType<typeof Passport>;
    readonly accounts: Accounts;
    readonly accessTokens: AccessTokens;
    readonly providers: readonly Provider[];
}

export interface SignInOptions {
    readonly store: Store;
    readonly accounts: Accounts;
    readonly accessTokens: AccessTokens;
    readonly providers: readonly Provider[];
    readonly secret: string;
    readonly hubUrl: string;
}

/** Name of the session cookie; the prefix makes browsers refuse it for other hosts and without TLS (RFC 6265bis). */
export function sessionCookieName(hubUrl: string): string {
    return hubUrl.startsWith('https:') ? '__Host-longtable-session' : 'longtable-session';
}

export function createSignIn({ store, accounts, accessTokens, providers, secret, hubUrl }: SignInOptions): SignIn {
    const passport = new Passport();
    passport.serializeUser((user, done) => {
        done(null, user.id);
    });
    passport.deserializeUser((id: string, done) => {
        store.users.get(UserId.parse(id)).then(
            user => {
                done(null, user ?? false);
            },
            (error: unknown) => {
                done(error);
            }
        );
    });
    const secure = hubUrl.startsWith('https:');
    const middleware = [
        session({
            name: sessionCookieName(hubUrl),
            secret,
            store: new StoredSessions(store),
            resave: false,
            saveUninitialized: false,
            cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: SESSION_LIFETIME }
        }),
        passport.initialize() as RequestHandler,
        passport.session() as RequestHandler
    ];
    return { middleware: middleware.map(unlessToken), passport, accounts, accessTokens, providers };
}

/** The signed-in person. Throws `not-signed-in`. */
export function userOf(request: Request): UserRecord {
    if (request.user === undefined) {
        throw new LongtableError(
            'not-signed-in',
            'You are not signed in, or your session is over. Sign in and try again.'
        );
    }
    return request.user;
}

/** The key of the request's session in the store. */
export function sessionHashOf(request: Request): string {
    return hashOfToken(request.sessionID);
}

/** Takes the cookie of a session that is over from the browser. */
export function clearSessionCookie(response: Response, hubUrl: string): void {
    // Without the same attributes browsers refuse the change.
    response.clearCookie(sessionCookieName(hubUrl), {
        httpOnly: true,
        sameSite: 'lax',
        secure: hubUrl.startsWith('https:'),
        path: '/'
    });
}

/** Signs somebody in, in a new session that takes the place of the one there was and ends it with its sockets. */
export async function beginSession(
    request: Request,
    user: UserRecord,
    endSession: (sessionHash: string) => void
): Promise<void> {
    const before = sessionHashOf(request);
    await new Promise<void>((resolve, reject) => {
        request.logIn(user, (error: unknown) => {
            if (error === undefined || error === null) {
                resolve();
            } else {
                reject(error instanceof Error ? error : new Error('The session was not begun.'));
            }
        });
    });
    endSession(before);
}

/** A request with a token is the token's alone: whatever cookie comes with it counts for nothing. */
function unlessToken(handler: RequestHandler): RequestHandler {
    return (request, response, next) => {
        // Requests of socket.io come here too, without what Express adds.
        if ((request as Partial<Request>).accessToken === undefined) {
            void handler(request, response, next);
        } else {
            next();
        }
    };
}
