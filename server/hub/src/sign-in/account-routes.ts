import { ChangeUser, LongtableError, SignInWay, UserId, type User } from '@longtable/common';
import { Router, type Request } from 'express';
import type { Store, UserRecord } from '../store/store.js';
import { describeUser } from './describe-user.js';
import { accountNameOf, decideLink } from './link-page.js';
import { demandSession, pendingLinkFor } from './sign-in-data.js';
import { clearSessionCookie, userOf, type SignIn } from './sign-in.js';

export interface AccountRoutesOptions {
    readonly signIn: SignIn;
    readonly store: Store;
    readonly hubUrl: string;
    /** Closes everything that a person has open, with the reason to tell them. */
    readonly endUser: (userId: UserId, reason: 'signed-out' | 'disabled') => void;
}

/** `/api/v1/me` and `/api/v1/users` with what is below them. */
export function accountRoutes({ signIn, store, hubUrl, endUser }: AccountRoutesOptions): Router {
    const router = Router();
    router.get('/me', (request, response) => {
        response.json(describeUser(userOf(request)));
    });
    router.post('/me/sessions/end', async (request, response) => {
        const { id } = userOf(request);
        demandSession(request);
        await store.sessions.removeOf(id);
        endUser(id, 'signed-out');
        clearSessionCookie(response, hubUrl);
        response.status(204).end();
    });
    router.get('/me/pending-link', (request, response) => {
        const { id } = userOf(request);
        demandSession(request);
        const pending = pendingLinkFor(request, id);
        response.json(
            pending === undefined
                ? {}
                : {
                      pendingLink: {
                          provider: pending.identity.provider,
                          account: accountNameOf(pending),
                          email: pending.identity.email ?? ''
                      }
                  }
        );
    });
    router.post('/me/pending-link', async (request, response) => {
        userOf(request);
        demandSession(request);
        await decideLink(signIn.accounts, request);
        response.status(204).end();
    });
    router.get('/users', async (request, response) => {
        administratorOf(request);
        const users = await store.users.listAll();
        response.json({ users: users.map(describeAccount) });
    });
    router.patch('/users/:id', async (request, response) => {
        const administrator = administratorOf(request);
        const { disabled } = ChangeUser.parse(request.body ?? {});
        const id = UserId.safeParse(request.params.id);
        if (id.data === administrator.id && disabled) {
            throw new LongtableError(
                'conflict',
                'You cannot disable your own account. Ask another administrator to do so.'
            );
        }
        if (!id.success) {
            throw new LongtableError('not-found', 'There is no such account.');
        }
        const changed = await signIn.accounts.setDisabled(id.data, disabled);
        if (disabled) {
            endUser(changed.id, 'disabled');
        }
        response.json(describeAccount(changed));
    });
    return router;
}

function administratorOf(request: Request): UserRecord {
    const user = userOf(request);
    if (user.admin !== true) {
        throw new LongtableError('forbidden', 'Only administrators of this Longtable may do that.');
    }
    return user;
}

function describeAccount(user: UserRecord): User {
    const ways = user.identities.flatMap(({ provider }) => SignInWay.safeParse(provider).data ?? []);
    return {
        ...describeUser(user),
        signIn: [...new Set(ways)],
        disabled: user.disabled === true,
        createdAt: user.createdAt
    };
}
