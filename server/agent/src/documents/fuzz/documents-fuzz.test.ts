import { expect, test, vi } from 'vitest';
import { runSeed } from './run-seed.js';

vi.mock(import('node:fs'), async importOriginal => {
    const { killableFs } = await import('./killable-fs.js');
    return killableFs(await importOriginal()) as never;
});
vi.mock(import('node:fs/promises'), async importOriginal => {
    const { killablePromises } = await import('./killable-fs.js');
    return killablePromises(await importOriginal()) as never;
});

const only = process.env['LONGTABLE_FUZZ_SEED'];
const first = Number(process.env['LONGTABLE_FUZZ_FIRST'] ?? 0);
const count = Number(process.env['LONGTABLE_FUZZ_SEEDS'] ?? 20);
const seeds = only === undefined ? Array.from({ length: count }, (_, index) => first + index) : [Number(only)];

test(`${seeds.length} seeds`, { timeout: 3_600_000 }, async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const failures: string[] = [];
    for (const seed of seeds) {
        await runSeed(seed).catch((error: unknown) => failures.push(String(error)));
    }
    expect(failures).toEqual([]);
});
