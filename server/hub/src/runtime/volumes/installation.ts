import { createHash } from 'node:crypto';
import { accessSync, constants, realpathSync } from 'node:fs';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { LongtableError } from '@longtable/common';

/**
 * Short name of this installation, made from its data directory, so that two hubs on one machine do not meet in the
 * directories that they share (sockets, control groups).
 */
export function installationName(dataDirectory: string): string {
    const hash = createHash('sha256').update(canonical(dataDirectory)).digest('hex');
    return `longtable-${hash.slice(0, 10)}`;
}

/** The directory may not be there yet at the first start, and must get the same name at the second. */
function canonical(directory: string): string {
    try {
        return realpathSync(directory);
    } catch {
        return directory === dirname(directory) ? directory : join(canonical(dirname(directory)), basename(directory));
    }
}

/** Where sockets go. It is short because the path of a unix socket has at most 107 bytes. */
export function socketRootOf(installation: string): string {
    const user = process.getuid?.();
    if (user === 0 && isWritable('/run')) {
        return join('/run', installation);
    }
    const own = process.env['XDG_RUNTIME_DIR'];
    return own !== undefined && own.length < 50 && isWritable(own)
        ? join(own, installation)
        : join(tmpdir().length < 40 ? tmpdir() : '/tmp', `${installation}-${String(user)}`);
}

/** Makes the socket root. Refuses one that somebody else put there first, as anybody can below `/tmp`. */
export async function makeSocketRoot(path: string): Promise<void> {
    // Others may pass through on the way to what is theirs, but not list.
    const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
    await mkdir(path, { mode }).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
            throw error;
        }
    });
    const found = await lstat(path);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) {
        throw new LongtableError(
            'runtime-unavailable',
            `${path} belongs to somebody else. Remove it, or set XDG_RUNTIME_DIR to a directory of your own.`
        );
    }
    await chmod(path, mode);
}

function isWritable(path: string): boolean {
    try {
        accessSync(path, constants.W_OK);
        return true;
    } catch {
        return false;
    }
}
