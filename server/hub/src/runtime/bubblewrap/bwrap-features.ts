import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { requireExecutable } from '../executables.js';

const run = promisify(execFile);
let help: Promise<string> | undefined;

/** Whether the installed bwrap knows `--disable-userns` (0.8.0 and later). */
export async function canDisableUserNamespaces(): Promise<boolean> {
    help ??= run(requireExecutable('bwrap'), ['--help']).then(({ stdout }) => stdout);
    return (await help).includes('--disable-userns');
}
