import { expect, test } from 'vitest';
import { sameSiteTarget } from './return-to.js';

const hubUrl = 'http://localhost:3000';

test.each([
    ['/', '/'],
    ['/w/abcdefghijkl', '/w/abcdefghijkl'],
    ['/workspaces?filter=all#top', '/workspaces?filter=all#top'],
    ['/#https://git.example.org/a/b', '/#https://git.example.org/a/b'],
    ['/a/../b', '/b'],
    ['/a//b', '/a//b']
])('%s leads to %s', (returnTo, target) => {
    expect(sameSiteTarget(returnTo, hubUrl)).toBe(target);
});

test.each([
    undefined,
    42,
    ['/w/a', '/w/b'],
    '',
    'w/abcdefghijkl',
    'https://evil.example/',
    'http://localhost:3000/w/a',
    'http://localhost:3001/',
    '//evil.example',
    '//evil.example/w/a',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/%2e//evil.example',
    '/a/..//evil.example',
    '/.\\/evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    'data:text/html,hello',
    '//[broken'
])('%j leads to the front page', returnTo => {
    expect(sameSiteTarget(returnTo, hubUrl)).toBe('/');
});

test('every target, resolved as a browser resolves a Location header, stays on the origin', () => {
    const pieces = ['/', '\\', '.', '..', '%2e', '%5c', 'evil.example', '\t', '@', ':', '?', '#'];
    for (const one of pieces) {
        for (const two of pieces) {
            for (const three of pieces) {
                for (const four of pieces) {
                    const returnTo = `/${one}${two}${three}${four}`;
                    const target = sameSiteTarget(returnTo, hubUrl);
                    expect(new URL(target, hubUrl).origin, returnTo).toBe(hubUrl);
                }
            }
        }
    }
});
