import { createHash, randomBytes } from 'node:crypto';

/** A random token of 256 bits in base64url: a cookie's value, a link, a one-time code. */
export function newSecretToken(): string {
    return randomBytes(32).toString('base64url');
}

/** What is stored of a token. The token is random, so one round of SHA-256 suffices (no dictionary can hold it). */
export function hashOfToken(token: string): string {
    return createHash('sha256').update(token).digest('base64url');
}
