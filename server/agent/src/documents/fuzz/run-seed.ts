import { World } from './world.js';

/** Runs one seed; what went wrong says how to run it alone. */
export async function runSeed(seed: number): Promise<void> {
    const world = new World(seed);
    try {
        await world.run();
    } catch (error) {
        throw new Error(
            `Seed ${seed} fails. Alone: LONGTABLE_FUZZ_SEED=${seed} npx vitest run server/agent/src/documents/fuzz\n` +
                `${String(error)}\n${world.log.join(' ')}`,
            { cause: error }
        );
    } finally {
        await world.dispose();
    }
}
