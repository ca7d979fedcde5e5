import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { LongtableError } from '@longtable/common';

/** The path of a file below a folder as the wire has it, or undefined for one outside. Both paths must be real. */
export function pathWithin(folder: string, file: string): string | undefined {
    const path = relative(folder, file);
    return path === '' || path === '..' || path.startsWith(`..${sep}`) ? undefined : path.split(sep).join('/');
}

/** The real path of what a path on the wire names. Throws when there is nothing, or when it lies outside of the folder. */
export async function locate(folder: string, path: string): Promise<{ file: string; path: string }> {
    if (path === '' || path.includes('\0')) {
        throw new LongtableError('not-found', 'A document needs the path of a file.');
    }
    const file = await realpath(join(folder, path)).catch(() => {
        throw new LongtableError('not-found', `There is no file ${path}.`);
    });
    const within = pathWithin(await realpath(folder), file);
    if (within === undefined) {
        throw new LongtableError('not-shareable', `${path} lies outside of the workspace's folder.`);
    }
    return { file, path: within };
}
