import { randomUUID } from 'node:crypto';
import { DevSignIn, LongtableError, UserId } from '@longtable/common';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { Strategy as CustomStrategy } from 'passport-custom';
import { hashOfToken } from '../identity/secret-token.js';
import type { Store, UserRecord } from '../store/store.js';
import { SerialQueue } from '../workspaces/serial-queue.js';
import { SESSION_LIFETIME, StoredSessions } from './session-store.js';

declare global {
    // eslint-disable-next-line @typescript-eslint/no-namespace -- the way in which passport's types are extended
    namespace Express {
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
    const signingIn = new SerialQueue<string>();
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
            const subject = devSubject(given.data);
            // One at a time, or two sign-ins at once would make two persons of one.
            signingIn
                .run(subject, () => devUser(store, subject, given.data))
                .then(
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

/** What makes two sign-ins by name the same person: the e-mail address, or the name where there is none. */
function devSubject({ name, email }: DevSignIn): string {
    return email === '' || email === undefined ? `name:${name.toLowerCase()}` : email.toLowerCase();
}

async function devUser(store: Store, subject: string, { name, email }: DevSignIn): Promise<UserRecord> {
    const known = await store.users.findByIdentity('dev', subject);
    if (known?.name === name) {
        return known;
    }
    const user: UserRecord =
        known === undefined
            ? {
                  id: UserId.parse(randomUUID()),
                  name,
                  ...(email === '' || email === undefined ? {} : { email: email.toLowerCase() }),
                  identities: [{ provider: 'dev', subject }],
                  createdAt: new Date().toISOString()
              }
            : { ...known, name };
    await store.users.put(user);
    return user;
}
