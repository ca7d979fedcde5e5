import { LongtableError, type UserId } from '@longtable/common';
import type { Request } from 'express';
import type { ProviderIdentity } from './provider-identity.js';

/** How long a person has to say that a sign-in by another provider is theirs, in milliseconds. */
const PENDING_LIFETIME = 15 * 60 * 1000;

/** A sign-in that has the verified e-mail address of an account which it does not belong to (yet). */
export interface PendingLink {
    readonly identity: ProviderIdentity;
    /** Whose account it is that has the address. */
    readonly userId: UserId;
    readonly returnTo: string;
    readonly until: number;
}

declare module 'express-session' {
    interface SessionData {
        /** Where to go once the sign-in that is under way is done. */
        returnTo?: string;
        pendingLink?: PendingLink;
    }
}

export function newPendingLink(identity: ProviderIdentity, userId: UserId, returnTo: string): PendingLink {
    return { identity, userId, returnTo, until: Date.now() + PENDING_LIFETIME };
}

/** What waits for a decision of this very person in this session. */
export function pendingLinkFor(request: Request, userId: string | undefined): PendingLink | undefined {
    const pending = request.session.pendingLink;
    return pending !== undefined && pending.userId === userId && pending.until > Date.now() ? pending : undefined;
}

/** Refuses a request that a token speaks for: what concerns the account itself needs the person in their browser. */
export function demandSession(request: Request): void {
    if (request.accessToken !== undefined) {
        throw new LongtableError(
            'forbidden',
            'An access token cannot do that. Sign in with a browser; nothing was changed.'
        );
    }
}
