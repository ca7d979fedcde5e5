import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildDirectory, root } from '../setup/directories.mjs';
import { prepare } from '../setup/prepare.mjs';
import { projectEnvironment } from '../setup/project-node.mjs';
import { forwardSignals, StepFailed } from '../setup/step.mjs';
import { parts } from '../setup/system-parts.mjs';
import { countsOf, playwrightCounts, vitestCounts } from './counts.mjs';

const reports = path.join(buildDirectory, 'reports');
const unitReport = path.join(reports, 'vitest.json');
const e2eReport = path.join(reports, 'playwright.json');

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} command
 * @property {Record<string, string>} [env]
 * @property {(endedWell: boolean) => import('./counts.mjs').Counts} [count] one for the stage where absent
 */

/** @type {readonly Stage[]} */
const stages = [
    { name: 'lint', command: ['eslint', '--max-warnings', '0', '.'] },
    { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
    { name: 'typecheck', command: ['tsc', '-b'] },
    {
        name: 'unit',
        command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
        count: endedWell => countsOf(unitReport, vitestCounts, endedWell)
    },
    {
        name: 'e2e',
        command: ['playwright', 'test', '--reporter=list,json'],
        env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
        count: endedWell => countsOf(e2eReport, playwrightCounts, endedWell)
    }
];

/**
 * @param {Stage} stage
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
function run({ command: [file = '', ...args], env }) {
    return new Promise(resolve => {
        const child = spawn(file, args, { cwd: root, env: { ...projectEnvironment(), ...env }, stdio: 'inherit' });
        forwardSignals(child);
        child.once('error', () => resolve(false));
        child.once('exit', code => resolve(code === 0));
    });
}

/** @param {readonly Stage[]} chosen */
async function runAll(chosen) {
    const total = { passed: 0, failed: 0 };
    rmSync(reports, { recursive: true, force: true });
    mkdirSync(reports, { recursive: true });
    for (const stage of chosen) {
        const start = Date.now();
        console.log(`\n── ${stage.name}`);
        const endedWell = await run(stage);
        const counts = stage.count?.(endedWell) ?? { passed: endedWell ? 1 : 0, failed: endedWell ? 0 : 1 };
        total.passed += counts.passed;
        total.failed += counts.failed;
        const seconds = Math.round((Date.now() - start) / 1000);
        console.log(`── ${stage.name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
    }
    return total;
}

/** @param {readonly string[]} names */
async function prepareAndRun(names) {
    const unknown = names.filter(name => !stages.some(stage => stage.name === name));
    if (unknown.length > 0) {
        const known = stages.map(({ name }) => name).join(', ');
        throw new StepFailed(`There is no stage ${unknown.join(', ')}; there are ${known}.`);
    }
    await prepare(Object.values(parts));
    return runAll(names.length > 0 ? stages.filter(({ name }) => names.includes(name)) : stages);
}

/**
 * Does the set-up that is due, then runs every stage of the tests, or those that are named, each whether or not the ones
 * before it passed. The last line counts them all.
 *
 * @param {readonly string[]} names
 */
export async function runStages(names) {
    let total = { passed: 0, failed: 1 };
    try {
        total = await prepareAndRun(names);
    } catch (error) {
        console.error(error instanceof StepFailed ? error.message : error);
    }
    console.log(`tests: ${total.passed} passed, ${total.failed} failed`);
    process.exitCode = total.failed === 0 ? 0 : 1;
}
