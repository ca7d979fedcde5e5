import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countsOf, playwrightCounts, vitestCounts } from './counts.mjs';

const vitestReport = {
    numTotalTests: 3,
    numPassedTests: 2,
    testResults: [
        { status: 'failed', assertionResults: [{}, {}, {}] },
        { status: 'failed', assertionResults: [] }
    ]
};

let directory = '';
beforeEach(() => void (directory = mkdtempSync(path.join(tmpdir(), 'counts-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** @param {string} content */
function report(content) {
    const file = path.join(directory, 'report.json');
    writeFileSync(file, content);
    return file;
}

test('a test file that could not be loaded is a failure of its own', () => {
    expect(vitestCounts(vitestReport)).toEqual({ passed: 2, failed: 2 });
});

test('flaky and skipped browser tests did not pass', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(playwrightCounts({ stats, errors: [] })).toEqual({ passed: 5, failed: 4 });
    expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 5 });
});

test('a runner without a readable report failed', () => {
    expect(countsOf(path.join(directory, 'missing.json'), vitestCounts, true)).toEqual({ passed: 0, failed: 1 });
    expect(countsOf(report('{"numTotal'), vitestCounts, true)).toEqual({ passed: 0, failed: 1 });
    expect(countsOf(report('{}'), vitestCounts, true)).toEqual({ passed: 0, failed: 1 });
});

test('a run without tests failed', () => {
    const none = report(JSON.stringify({ numTotalTests: 0, numPassedTests: 0, testResults: [] }));
    expect(countsOf(none, vitestCounts, true)).toEqual({ passed: 0, failed: 1 });
});

test('a run that ended badly failed even if each of its tests passed', () => {
    const fine = report(JSON.stringify({ numTotalTests: 4, numPassedTests: 4, testResults: [] }));
    expect(countsOf(fine, vitestCounts, false)).toEqual({ passed: 4, failed: 1 });
    expect(countsOf(fine, vitestCounts, true)).toEqual({ passed: 4, failed: 0 });
});
