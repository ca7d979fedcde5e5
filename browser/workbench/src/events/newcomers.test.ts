import type { JoinRequest } from '@longtable/common';
import { expect, test } from 'vitest';
import { Newcomers } from './newcomers';

const request = (userId: string, at: string) => ({ userId, at, name: userId }) as JoinRequest;

test('everybody is new once, and again when they ask again', () => {
    const newcomers = new Newcomers();
    const ben = request('ben', '2026-01-01T00:00:00.000Z');
    const cleo = request('cleo', '2026-01-01T00:00:01.000Z');
    expect(newcomers.of([ben])).toEqual([ben]);
    expect(newcomers.of([ben])).toEqual([]);
    expect(newcomers.of([ben, cleo])).toEqual([cleo]);
    expect(newcomers.of([cleo])).toEqual([]);
    const again = request('ben', '2026-01-01T00:05:00.000Z');
    expect(newcomers.of([cleo, again])).toEqual([again]);
});
