import { expect, test } from 'vitest';
import { routeOf } from './route.js';

test.each([
    ['/', { page: 'workspaces' }],
    ['/workspaces', { page: 'workspaces' }],
    ['/login', { page: 'sign-in' }],
    ['/workspaces/abcdefgh', { page: 'workspace', id: 'abcdefgh' }],
    ['/workspaces/abcdefgh/', { page: 'workspace', id: 'abcdefgh' }],
    ['/workspaces/NOT-AN-ID', { page: 'not-found' }],
    ['/workspaces/abcdefgh/audit', { page: 'audit', id: 'abcdefgh' }],
    ['/workspaces/abcdefgh/snapshots', { page: 'workspaces', snapshotsOf: 'abcdefgh' }],
    ['/workspaces/abcdefgh/members', { page: 'not-found' }],
    ['/join/rAndom-t0ken_', { page: 'join', token: 'rAndom-t0ken_' }],
    ['/join/', { page: 'not-found' }],
    ['/join/a/b', { page: 'not-found' }],
    ['/account', { page: 'account' }],
    ['/snapshots', { page: 'snapshots' }],
    ['/s/rAndom-t0ken_', { page: 'snapshot-link', token: 'rAndom-t0ken_' }],
    ['/s/', { page: 'not-found' }],
    ['/users', { page: 'users' }],
    ['/w/abcdefgh', { page: 'not-found' }],
    ['/elsewhere', { page: 'not-found' }]
])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route);
});
