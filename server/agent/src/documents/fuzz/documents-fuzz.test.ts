import { test, vi } from 'vitest';
import { runSeed, runSeeds } from './run-seed.js';
import { namedSeeds, seedsOf } from './seeds.js';

vi.mock(import('node:fs'), async importOriginal => {
    const { killableFs } = await import('./killable-fs.js');
    return killableFs(await importOriginal());
});
vi.mock(import('node:fs/promises'), async importOriginal => {
    const { killablePromises } = await import('./killable-fs.js');
    return killablePromises(await importOriginal());
});

const even = seedsOf(0);

test.each(Object.entries(namedSeeds))('DOC-11, DOC-23, DOC-33: not again that %s', (_, seed) => runSeed(seed));

test(
    `DOC-11, DOC-12, DOC-23, DOC-33: everybody and the file end up with the same (${even.length} seeds)`,
    { timeout: 60_000 + even.length * 1000 },
    () => runSeeds(even)
);
