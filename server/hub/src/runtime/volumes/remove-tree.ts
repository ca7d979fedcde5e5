import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Removes a directory made by people who may not wish us well. The programs of coreutils walk by descriptors: they
 * follow no link and can go deeper than the longest path, which `fs.rm` cannot. Nothing may run in it any more.
 */
export async function removeTree(directory: string): Promise<void> {
    if (process.getuid?.() !== 0) {
        // The owner cannot empty a directory that they may not enter; root can.
        await run('chmod', ['-R', '--', 'u+rwX', directory]).catch(() => {
            // What matters is whether it can be removed.
        });
    }
    await run('rm', ['-rf', '--one-file-system', '--', directory]);
}

/** Removes a directory that usually holds few files, without starting a program for them. */
export async function removeSmallTree(directory: string): Promise<void> {
    await rm(directory, { recursive: true, force: true }).catch(() => removeTree(directory));
}
