import { hash } from 'node:crypto';

/** Names contents: the same bytes have the same one. */
export function hashOf(bytes: Buffer): string {
    return hash('sha256', bytes, 'base64url');
}
