import { LongtableError } from '@longtable/common';
import { expect, test } from 'vitest';
import { afterFailure, type Joining } from './use-joining.js';

const asking: Joining = { state: 'asking' };
const waiting: Joining = { state: 'waiting', name: 'loom', owner: 'Ada' };
const gone = new LongtableError('not-found', 'This link is not good.');
const unreachable = new LongtableError('unavailable', 'Longtable could not be reached.');

test('a link that leads nowhere is the end, also for somebody who waits', () => {
    expect(afterFailure(asking, gone)).toEqual({ state: 'over', message: 'This link is not good.' });
    expect(afterFailure(waiting, gone)).toEqual({ state: 'over', message: 'This link is not good.' });
});

test('who is told why the link is gone reads that', () => {
    expect(afterFailure(waiting, gone, 'Ada stopped sharing.')).toEqual({
        state: 'over',
        message: 'Ada stopped sharing.'
    });
});

test('who waits goes on waiting while the hub cannot be reached', () => {
    expect(afterFailure(waiting, unreachable)).toBe(waiting);
});

test('a first question without an answer says so', () => {
    expect(afterFailure(asking, unreachable)).toEqual({
        state: 'unknown',
        message: 'Longtable could not be reached.'
    });
});
