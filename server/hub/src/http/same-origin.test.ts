import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { isFromAnotherOrigin } from './same-origin.js';

const own = 'http://localhost:3000';
const request = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

test.each([
    ['a program, which sends neither header', {}],
    ['a page of this origin', { origin: own, 'sec-fetch-site': 'same-origin' }],
    ['a page of this origin in an old browser', { origin: own }],
    ['a navigation by the person', { 'sec-fetch-site': 'none' }]
])('%s is let through', (_name, headers) => {
    expect(isFromAnotherOrigin(request(headers), own)).toBe(false);
});

test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a workspace', { origin: 'http://abcdefghijkl.localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['another port of the host', { origin: 'http://localhost:3001' }],
    ['the same host with TLS', { origin: 'https://localhost:3000' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['an origin that begins like this one', { origin: `${own}.evil.example` }],
    ['a workspace that sends no Origin', { 'sec-fetch-site': 'same-site' }],
    ['another site that sends no Origin', { 'sec-fetch-site': 'cross-site' }],
    ['an empty Origin', { origin: '' }],
    ['another site in spite of what Sec-Fetch-Site says', { origin: 'https://evil.example', 'sec-fetch-site': 'none' }]
])('%s is refused', (_name, headers) => {
    expect(isFromAnotherOrigin(request(headers), own)).toBe(true);
});
