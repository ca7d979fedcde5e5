import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number; failed: number }} Counts */

/**
 * The counts of a runner's JSON report. A run that left no report, that ran nothing, or that ended badly although no
 * test did, has one failure (more); a test that was skipped did not pass.
 *
 * @param {string} file
 * @param {(report: unknown) => Counts} read
 * @param {boolean} endedWell
 * @returns {Counts}
 */
export function countsOf(file, read, endedWell) {
    /** @type {Counts} */
    let counts;
    try {
        counts = read(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
        return { passed: 0, failed: 1 }; // the runner did not get as far as its report
    }
    const unexplained = (!endedWell && counts.failed === 0) || counts.passed + counts.failed === 0;
    return unexplained ? { ...counts, failed: counts.failed + 1 } : counts;
}

/**
 * @param {unknown} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
    const { numTotalTests, numPassedTests, testResults } =
        /** @type {{ numTotalTests: number; numPassedTests: number; testResults: FileResult[] }} */ (report);
    const broken = testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0);
    return { passed: numPassedTests, failed: numTotalTests - numPassedTests + broken.length };
}

/** @typedef {{ status: string; assertionResults: unknown[] }} FileResult */

/**
 * @param {unknown} report
 * @returns {Counts}
 */
export function playwrightCounts(report) {
    const { stats, errors } =
        /** @type {{ stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>; errors: unknown[] }} */ (
            report
        );
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
