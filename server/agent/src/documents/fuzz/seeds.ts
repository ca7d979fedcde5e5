const { LONGTABLE_FUZZ_SEED: only, LONGTABLE_FUZZ_SEEDS: count, LONGTABLE_FUZZ_FIRST: first } = process.env;

const USUAL = 1000;

/**
 * The seeds of one of two test files, which run side by side: of `LONGTABLE_FUZZ_SEEDS` (1,000) from
 * `LONGTABLE_FUZZ_FIRST` (0) on; or so many times `LONGTABLE_FUZZ_SEED` alone (once), because a disk takes its own time.
 */
export function seedsOf(half: 0 | 1): readonly number[] {
    if (only !== undefined) {
        return half === 0 ? Array.from({ length: Number(count ?? 1) }, () => Number(only)) : [];
    }
    const start = Number(first ?? 0);
    return Array.from({ length: Number(count ?? USUAL) }, (_, index) => start + index).filter(
        seed => seed % 2 === half
    );
}

/** Seeds that failed once, and what was wrong. */
export const namedSeeds: Readonly<Record<string, number>> = {
    'a replica that was slow misses what the agent itself writes': 15,
    'a merge of texts doubles what it takes for new': 79,
    'a flush that was announced and not done is taken for done after a kill': 123,
    'a change on disk comes twice after a kill between two records': 618,
    'text that is brought back is doubled when the connection is cut meanwhile': 793,
    'what was moved in a file is doubled by the next change of it': 2568,
    'a replica that was slow misses updates because something else was asked for': 7563,
    'a file is moved in the middle of a flush, because the disk was too slow for those who waited': 502_650,
    'a replica that comes back finds a newer one of the same file, and its text is left in it': 568,
    'what was moved in a file is taken for what somebody has typed, and goes': 23_784,
    'text that is brought back deletes what comes only later, and only here': 43_422,
    'a document that is opened once more lacks what was passed on and not applied yet': 106,
    'a revert doubles what was typed while it waited, once a flush has written that': 202_548,
    'a file that is replaced while it is opened, and then moved, is not found': 200_008
};
