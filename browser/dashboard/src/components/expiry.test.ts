import { expect, test } from 'vitest';
import { expiryOf, shareExpiries, tokenExpiries } from './expiry.js';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each([
    ['1h', '2026-01-01T01:00:00.000Z'],
    ['8h', '2026-01-01T08:00:00.000Z'],
    ['7d', '2026-01-08T00:00:00.000Z']
])('sharing for %s ends at %s', (id, expiresAt) => {
    expect(expiryOf(shareExpiries, id, now)).toEqual({ expiresAt });
});

test('what never ends has no end in the request', () => {
    expect(expiryOf(shareExpiries, 'never', now)).toEqual({});
    expect(expiryOf(tokenExpiries, 'never', now)).toEqual({});
    expect(expiryOf(tokenExpiries, '30d', now)).toEqual({ expiresAt: '2026-01-31T00:00:00.000Z' });
});
