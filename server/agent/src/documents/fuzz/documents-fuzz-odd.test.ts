import { test, vi } from 'vitest';
import { runSeeds } from './run-seed.js';
import { seedsOf } from './seeds.js';

vi.mock(import('node:fs'), async importOriginal => {
    const { killableFs } = await import('./killable-fs.js');
    return killableFs(await importOriginal());
});
vi.mock(import('node:fs/promises'), async importOriginal => {
    const { killablePromises } = await import('./killable-fs.js');
    return killablePromises(await importOriginal());
});

const odd = seedsOf(1);

test(
    `DOC-11, DOC-12, DOC-23, DOC-33: everybody and the file end up with the same (${odd.length} seeds)`,
    { timeout: 60_000 + odd.length * 1000 },
    () => runSeeds(odd)
);
