import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { requireExecutable } from '../executables.js';

const run = promisify(execFile);

/** What not every bwrap in use can do. */
export interface BwrapFeatures {
    /** `--disable-userns` (0.8). The filter of system calls forbids the same. */
    readonly disablesUserNamespaces: boolean;
    /** `--size` (0.7). Without it, files in `/tmp` count only as memory. */
    readonly boundsTemporaryFiles: boolean;
}

let known: Promise<BwrapFeatures> | undefined;

/** What the installed bwrap can do. */
export function bwrapFeatures(): Promise<BwrapFeatures> {
    known ??= run(requireExecutable('bwrap'), ['--help']).then(({ stdout }) => ({
        disablesUserNamespaces: stdout.includes('--disable-userns'),
        boundsTemporaryFiles: stdout.includes('--size ')
    }));
    return known;
}
