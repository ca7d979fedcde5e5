import type { SignInWay } from '@longtable/common';
import type { PassportStatic } from 'passport';
import type { ProviderIdentity } from './provider-identity.js';

/** What `authenticate` of passport takes. */
export type PassportStrategy = Exclude<Parameters<PassportStatic['authenticate']>[0], string | string[]>;

/** A service that people sign in at. */
export interface Provider {
    readonly way: Exclude<SignInWay, 'dev'>;
    /** Takes people there and brings them back, with a {@link ProviderIdentity} in place of a user. Throws `unavailable`. */
    strategy(): Promise<PassportStrategy>;
}

/** How a strategy ends: with who it is, or with why not. */
export type Verified = (error?: unknown, user?: Express.User | false) => void;

/** Hands an identity on through passport, which knows users only; {@link identityOf} is its other end. */
export function verify(identity: Promise<ProviderIdentity>, done: Verified): void {
    identity.then(
        found => {
            done(undefined, found as unknown as Express.User);
        },
        (error: unknown) => {
            done(error);
        }
    );
}

/** The identity that {@link verify} handed on. */
export function identityOf(user: Express.User): ProviderIdentity {
    return user as unknown as ProviderIdentity;
}

/** Where a provider sends people back to. */
export function callbackUrl(hubUrl: string, way: Provider['way']): string {
    return `${hubUrl}/login/${way}/callback`;
}

/** How long a provider may take to answer one call, in milliseconds. */
export const PROVIDER_TIMEOUT = 10_000;
