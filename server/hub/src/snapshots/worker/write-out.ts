import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Waits until everything that a file system has in memory is on its disk. Throws when that takes longer. */
export async function writeOut(directory: string, milliseconds: number): Promise<void> {
    await run('sync', ['--file-system', '--', directory], { timeout: milliseconds, cwd: '/' });
}
