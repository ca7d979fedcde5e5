import { expect, test } from 'vitest';
import { hashOfToken, newSecretToken } from './secret-token.js';

test('a token has 256 bits, fits into a URL and a cookie, and is another one each time', () => {
    const tokens = Array.from({ length: 1000 }, newSecretToken);
    expect(new Set(tokens).size).toBe(1000);
    for (const token of tokens) {
        expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    }
});

test('what is stored of a token is the same each time and does not tell the token', () => {
    const token = newSecretToken();
    expect(hashOfToken(token)).toBe(hashOfToken(token));
    expect(hashOfToken(token)).not.toContain(token);
    expect(hashOfToken(`${token}x`)).not.toBe(hashOfToken(token));
    // SHA-256 of the empty text, as everybody computes it.
    expect(Buffer.from(hashOfToken(''), 'base64url').toString('hex')).toMatch(/^e3b0c44298fc1c14.*7852b855$/);
});
