import { LongtableError } from '@longtable/common';
import { expect, test } from 'vitest';
import { startFailure } from './start-failure.js';

const failure = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

test.each([
    ['ENOSPC', 'disk-full', /disk that holds \/data is full/],
    ['EDQUOT', 'disk-full', /Free some space/],
    ['EACCES', 'configuration-invalid', /\/data\/lock \(EACCES\)/],
    ['EROFS', 'configuration-invalid', /LONGTABLE_DATA/]
])('%s is said in words', (code, expected, words) => {
    const said = startFailure(failure(code, '/data/lock'), '/data');
    expect(said).toMatchObject({ code: expected, message: expect.stringMatching(words) as string });
});

test.each([new LongtableError('conflict', 'Another hub runs.'), failure('EIO'), new TypeError('a fault')])(
    '%s stays what it is',
    error => {
        expect(startFailure(error, '/data')).toBe(error);
    }
);
