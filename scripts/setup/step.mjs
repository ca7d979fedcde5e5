import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildDirectory, root } from './directories.mjs';

const TAIL_LINES = 40;

/** A step of the set-up failed; the message is all that a person has to read. */
export class StepFailed extends Error {}

/**
 * Passes signals on to a child, so that nothing goes on behind a person's back. A terminal tells the whole group of
 * Ctrl+C itself; telling the child twice would cut its orderly end short.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
    /** @type {(signal: NodeJS.Signals) => void} */
    const forward = signal => {
        const told = process.stdin.isTTY && signal !== 'SIGTERM';
        if (!told) {
            child.kill(signal);
        }
    };
    /** @type {readonly NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    signals.forEach(signal => process.on(signal, forward));
    child.once('exit', () => signals.forEach(signal => process.off(signal, forward)));
}

/**
 * Runs a command with its output in `.build/logs/<name>.log` and a title on standard output. Throws
 * {@link StepFailed} with the end of the log when it fails.
 *
 * @param {{ name: string; title?: string; command: readonly string[]; env?: NodeJS.ProcessEnv }} step
 */
export async function runStep({ name, title, command, env }) {
    const log = path.join(buildDirectory, 'logs', `${name}.log`);
    mkdirSync(path.dirname(log), { recursive: true });
    if (title !== undefined) {
        console.log(title);
    }
    const [file = '', ...args] = command;
    const output = openSync(log, 'w');
    const outcome = await new Promise(resolve => {
        const child = spawn(file, args, { cwd: root, env: env ?? process.env, stdio: ['ignore', output, output] });
        forwardSignals(child);
        child.once('error', error => resolve(error.message));
        child.once('exit', (code, signal) => resolve(signal ?? code));
    });
    closeSync(output);
    if (outcome !== 0) {
        const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES);
        const ending = typeof outcome === 'number' ? `exit code ${outcome}` : String(outcome);
        throw new StepFailed(
            [`Failed (${ending}): ${command.join(' ')}`, ...tail.map(line => `    ${line}`), `Full log: ${log}`].join(
                '\n'
            )
        );
    }
}
