import { expect, test } from 'vitest';
import { byteSize, fileCount } from './byte-size.js';

test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [999_600, '1.0 MB'],
    [1_234_567_890, '1.2 GB'],
    [5e15, '5000 TB']
])('%d is %s', (bytes, text) => {
    expect(byteSize(bytes)).toBe(text);
});

test('files are counted', () => {
    expect([fileCount(1), fileCount(12_345)]).toEqual(['1 file', '12,345 files']);
});
