import { LongtableError, SignInWay, type DevSignIn } from '@longtable/common';
import { z } from 'zod';

/** Who somebody is, as a way to sign in says. */
export const ProviderIdentity = z.object({
    provider: SignInWay,
    /** Stable, and unique within the provider. */
    subject: z.string(),
    name: z.string(),
    /** What people call the account there. It can change and pass to somebody else. */
    login: z.string().optional(),
    /** The address to use. Every provider but `dev` vouches for it. */
    email: z.string().optional(),
    /** Every address that the provider vouches for, in lower case. */
    verifiedEmails: z.array(z.string()),
    avatar: z.string().optional(),
    /** GitHub organisations, in lower case. */
    organizations: z.array(z.string())
});
export type ProviderIdentity = z.infer<typeof ProviderIdentity>;

/** Sign-in by name: the e-mail address makes two sign-ins the same person, or the name where there is none. */
export function devIdentity({ name, email: given }: DevSignIn): ProviderIdentity {
    const email = given === '' ? undefined : given?.toLowerCase();
    return {
        provider: 'dev',
        subject: email ?? `name:${name.toLowerCase()}`,
        name,
        ...(email === undefined ? {} : { email }),
        verifiedEmails: [],
        organizations: []
    };
}

/** A name as a provider gives it, in one line of at most 80 characters; undefined when nothing is left of it. */
export function tidyName(text: unknown): string | undefined {
    if (typeof text !== 'string') {
        return undefined;
    }
    const name = text.replace(/[\p{C}\s]+/gu, ' ').trim();
    return name === '' ? undefined : Array.from(name).slice(0, 80).join('').trim();
}

/** An e-mail address as a provider gives it, in lower case; undefined when it is none. */
export function tidyEmail(text: unknown): string | undefined {
    return typeof text === 'string' && text.length <= 254 && /^[^\s@<>\p{C}]+@[^\s@<>\p{C}]+$/u.test(text)
        ? text.toLowerCase()
        : undefined;
}

/** A picture's address as a provider gives it; undefined when it is not one that a page may show. */
export function tidyPicture(text: unknown): string | undefined {
    const url = typeof text === 'string' && text.length <= 2000 ? URL.parse(text) : null;
    return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

/** The provider could not be reached or does not work, which is nobody's doing who signs in. */
export class ProviderUnavailable extends LongtableError {
    constructor(message: string, cause?: unknown) {
        super('unavailable', message, { cause });
    }
}
