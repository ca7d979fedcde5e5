import type { Share } from '@longtable/common';
import { expect, test } from 'vitest';
import { expiresAt } from './expiry';
import { sharingSentence } from './sharing-words';

const share: Share = {
    url: 'http://localhost:3000/join/x',
    role: 'viewer',
    approval: false,
    keepOnStop: false,
    createdAt: '2026-01-01T00:00:00.000Z'
};

test('an expiry is a time in UTC, or none', () => {
    const now = Date.parse('2026-01-01T00:00:00.000Z');
    expect(expiresAt('never', now)).toBeUndefined();
    expect(expiresAt('1h', now)).toBe('2026-01-01T01:00:00.000Z');
    expect(expiresAt('8h', now)).toBe('2026-01-01T08:00:00.000Z');
    expect(expiresAt('7d', now)).toBe('2026-01-08T00:00:00.000Z');
});

test('the state of sharing is a sentence', () => {
    expect(sharingSentence(undefined)).toBe('This workspace is not shared.');
    expect(sharingSentence({ shared: true })).toBe('This workspace is shared.');
    expect(sharingSentence({ shared: true, share })).toBe('Whoever has the link can view.');
    expect(sharingSentence({ shared: true, share: { ...share, role: 'editor', approval: true } })).toBe(
        'Whoever has the link may ask to enter, and can edit.'
    );
    expect(sharingSentence({ shared: true, share: { ...share, expiresAt: '2026-01-01T01:00:00.000Z' } })).toMatch(
        /^Whoever has the link can view, until .*2026.*\.$/
    );
});
