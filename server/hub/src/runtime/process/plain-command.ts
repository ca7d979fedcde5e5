import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { LongtableError } from '@longtable/common';
import type { RunResult } from '../runtime.js';
import type { Volume } from '../volumes/volume.js';

const LONGEST_COMPLAINT = 2000;

/** Runs a command of the hub's in the directory that holds a workspace's folder, as the hub's user. */
export function runPlainCommand(
    volume: Promise<Volume>,
    command: readonly string[],
    environment: Record<string, string>
): RunResult {
    const stdout = new PassThrough();
    const abort = new AbortController();
    const kill = (): void => {
        abort.abort();
    };
    const done = execute(volume, command, environment, stdout, abort.signal);
    done.catch((error: unknown) => {
        stdout.destroy(error as Error);
    });
    stdout.on('error', () => undefined);
    stdout.once('close', kill);
    return { stdout, done, kill };
}

async function execute(
    volume: Promise<Volume>,
    [program = '', ...programArguments]: readonly string[],
    environment: Record<string, string>,
    stdout: PassThrough,
    signal: AbortSignal
): Promise<void> {
    const { workspace } = await volume;
    const child = spawn(program, programArguments, {
        cwd: workspace,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        signal,
        killSignal: 'SIGKILL'
    });
    let complaint = '';
    child.on('error', error => (complaint += error.message));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
        complaint = (complaint + text).slice(-LONGEST_COMPLAINT);
    });
    child.stdout.pipe(stdout, { end: false });
    // Not `once`, which would reject at the first error; `close` comes after that as well.
    const code = await new Promise<number | null>(resolve => child.once('close', resolve));
    if (code !== 0) {
        throw new LongtableError(
            'internal',
            `${program} failed on the files of the workspace: ${complaint.trim() || `it ended with ${String(code)}`}. ` +
                'The files are unchanged.'
        );
    }
    stdout.end();
}
