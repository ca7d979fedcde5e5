import { randomUUID } from 'node:crypto';
import { DevSignIn, LongtableError, UserId } from '@longtable/common';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { Strategy as CustomStrategy } from 'passport-custom';
import { hashOfToken } from '../identity/secret-token.js';
import type { Store, UserRecord } from '../store/store.js';
import { SESSION_LIFETIME, StoredSessions } from './session-store.js';

declare global {
    // eslint-disable-next-line @typescript-eslint/no-namespace -- the way in which passport's types are extended
    namespace Express {
        // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- joins passport's type and ours
        interface User extends UserRecord {}
    }
}

/** Everything that a route needs to know who asks, in the order in which it has to run. */
export interface SignIn {
    /** Puts the person of the session on `request.user`. */
    readonly middleware: readonly RequestHandler[];
    /** Signs in by name, as `POST /login/dev` does. */
    readonly authenticateDev: RequestHandler;
}

/** Name of the session cookie; the prefix makes browsers refuse it for other hosts and without TLS (RFC 6265bis). */
export function sessionCookieName(hubUrl: string): string {
    return hubUrl.startsWith('https:') ? '__Host-longtable-session' : 'longtable-session';
}

export function createSignIn(store: Store, secret: string, hubUrl: string): SignIn {
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
    passport.use(
        'dev',
        new CustomStrategy((request, done) => {
            const given = DevSignIn.safeParse(request.body);
            if (!given.success) {
                done(given.error);
                return;
            }
            devUser(store, given.data).then(
                user => {
                    done(null, user);
                },
                (error: unknown) => {
                    done(error);
                }
            );
        })
    );
    const secure = hubUrl.startsWith('https:');
    return {
        middleware: [
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
        ],
        authenticateDev: passport.authenticate('dev') as RequestHandler
    };
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

/** The person who signs in by name: the same name and e-mail are the same person again. */
async function devUser(store: Store, given: DevSignIn): Promise<UserRecord> {
    const email = given.email === '' || given.email === undefined ? undefined : given.email.toLowerCase();
    const subject = email ?? `name:${given.name.toLowerCase()}`;
    const known = await store.users.findByIdentity('dev', subject);
    if (known !== undefined && known.name === given.name) {
        return known;
    }
    const user: UserRecord =
        known === undefined
            ? {
                  id: UserId.parse(randomUUID()),
                  name: given.name,
                  ...(email === undefined ? {} : { email }),
                  identities: [{ provider: 'dev', subject }],
                  createdAt: new Date().toISOString()
              }
            : { ...known, name: given.name };
    await store.users.put(user);
    return user;
}
