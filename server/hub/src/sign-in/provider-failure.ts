import { LongtableError, messageOf, type SignInError } from '@longtable/common';
import { ProviderUnavailable } from './provider-identity.js';

/**
 * What to say to people about a sign-in that failed, and what to log. Errors of libraries are not logged whole: they
 * hold answers of the provider, and so codes and tokens.
 */
export function signInErrorOf(error: unknown): { readonly code: SignInError; readonly detail: string } {
    const chain = causesOf(error);
    const unavailable = chain.some(one => one instanceof ProviderUnavailable || isNoAnswer(one));
    return { code: unavailable ? 'provider-unavailable' : 'sign-in-failed', detail: chain.map(describe).join(' ← ') };
}

function causesOf(error: unknown): readonly unknown[] {
    const chain: unknown[] = [];
    let one = error;
    while (one instanceof Error && chain.length < 5) {
        chain.push(one);
        // The library of GitHub's strategy has its own name for the cause.
        one = one.cause ?? (one as Error & { readonly oauthError?: unknown }).oauthError;
    }
    return chain;
}

/** Whether an error says that the other side did not answer: no connection, no answer in time, or one that it failed. */
function isNoAnswer(error: unknown): boolean {
    const { name, code, message, cause } = error as Error & { readonly code?: unknown };
    return (
        name === 'TimeoutError' ||
        code === 'OAUTH_TIMEOUT' ||
        (error instanceof TypeError && message === 'fetch failed') ||
        (cause instanceof Response && cause.status >= 500)
    );
}

function describe(error: unknown): string {
    const { code, error: word } = error as { readonly code?: unknown; readonly error?: unknown };
    const words = [code, word].filter(one => typeof one === 'string' && one !== '').join(', ');
    return `${messageOf(error)}${words === '' || error instanceof LongtableError ? '' : ` (${words})`}`.slice(0, 300);
}
