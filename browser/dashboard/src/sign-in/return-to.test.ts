import { describe, expect, test } from 'vitest';
import { returnTarget, signInPath } from './return-to.js';

const ORIGIN = 'http://localhost:3000';

describe('where sign-in leads', () => {
    test.each([
        ['', '', '/'],
        ['?returnTo=%2Fw%2Fabcdefgh', '', '/w/abcdefgh'],
        ['?returnTo=%2Fs%2Ftoken%3Fa%3D1', '', '/s/token?a=1'],
        ['', '#https://github.com/team/app', '/#https://github.com/team/app'],
        ['?returnTo=%2F', '#https://github.com/team/app', '/#https://github.com/team/app'],
        ['?returnTo=%2F%23https%3A%2F%2Fa.org%2Fb', '', '/#https://a.org/b'],
        [`?returnTo=${encodeURIComponent(`${ORIGIN}/w/abcdefgh`)}`, '', '/w/abcdefgh']
    ])('%s %s', (search, hash, target) => {
        expect(returnTarget(search, hash, ORIGIN)).toBe(target);
    });

    test.each([
        'https://evil.example/',
        '//evil.example/',
        '/\\evil.example/',
        '\\\\evil.example',
        '/.//evil.example',
        'javascript:alert(1)',
        'http://localhost:3001/',
        'http://',
        '/login'
    ])('is the front page for %s', wanted => {
        expect(returnTarget(`?returnTo=${encodeURIComponent(wanted)}`, '', ORIGIN)).toBe('/');
    });
});

test('the sign-in page is told where somebody came from, and keeps the fragment', () => {
    expect(signInPath({ pathname: '/', search: '', hash: '#https://a.org/b' })).toBe('/login#https://a.org/b');
    expect(signInPath({ pathname: '/workspaces/abcdefgh', search: '?a=1', hash: '' })).toBe(
        '/login?returnTo=%2Fworkspaces%2Fabcdefgh%3Fa%3D1'
    );
});
