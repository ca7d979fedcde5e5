import { expect, test } from 'vitest';
import { routeOf } from './route.js';

test.each([
    ['/', { page: 'workspaces' }],
    ['/workspaces', { page: 'workspaces' }],
    ['/login', { page: 'sign-in' }],
    ['/workspaces/abcdefgh', { page: 'workspace', id: 'abcdefgh' }],
    ['/workspaces/abcdefgh/', { page: 'workspace', id: 'abcdefgh' }],
    ['/workspaces/NOT-AN-ID', { page: 'not-found' }],
    ['/w/abcdefgh', { page: 'not-found' }],
    ['/elsewhere', { page: 'not-found' }]
])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route);
});
