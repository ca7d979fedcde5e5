import { World } from './world.js';

/** So many failures are told; more of them have the same reason. */
const MOST_TOLD = 5;

/** Runs one seed; what went wrong says how to run it alone. */
export async function runSeed(seed: number): Promise<void> {
    const world = new World(seed);
    const { error: report } = console;
    // Of an agent that is killed all the time.
    console.error = (...message: unknown[]) => world.told.push(message.map(String).join(' '));
    try {
        await world.run();
    } catch (error) {
        throw new Error(
            [
                `Seed ${seed} fails. Alone: LONGTABLE_FUZZ_SEED=${seed} npx vitest run server/agent/src/documents/fuzz`,
                String(error),
                world.log.join(' '),
                ...world.told.slice(-5)
            ].join('\n'),
            { cause: error }
        );
    } finally {
        await world.dispose();
        console.error = report;
    }
}

export async function runSeeds(seeds: readonly number[]): Promise<void> {
    const failures: string[] = [];
    for (const seed of seeds) {
        await runSeed(seed).catch((error: unknown) => failures.push(error instanceof Error ? error.message : ''));
    }
    if (failures.length > 0) {
        const told = failures.slice(0, MOST_TOLD).join('\n\n');
        throw new Error(`${failures.length} of ${seeds.length} seeds fail.\n${told}`);
    }
}
