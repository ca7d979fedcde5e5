import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requireExecutable } from '../executables.js';
import type { MountSources } from './sandbox-arguments.js';

/** Where a sandbox mounts from, and what has to run around bwrap so that these places are there. */
export interface Stage {
    readonly sources: MountSources;
    /** Command that the sandbox's command is appended to. */
    readonly command: readonly string[];
}

/**
 * Mounts sources on a small file system and becomes the command after `--`. Arguments: directory, then pairs of
 * source and name. It runs in a mount namespace of its own, as root, before the user is changed.
 */
const STAGE_SCRIPT = `
PATH=/usr/sbin:/usr/bin:/sbin:/bin
stage=$1
shift
mount -t tmpfs -o mode=0711,size=1m stage "$stage" || exit 72
while [ "$1" != -- ]; do
    if [ -d "$1" ]; then mkdir "$stage/$2"; else : > "$stage/$2"; fi
    mount --bind "$1" "$stage/$2" || exit 72
    shift 2
done
shift
exec "$@"
`;

/**
 * The user of a workspace must be able to walk to what its sandbox mounts, but directories above may be closed to it,
 * such as a home directory of root. What it cannot reach is mounted where it can.
 */
export async function stage(sources: MountSources, uid: number, socketRoot: string): Promise<Stage> {
    const closed = Object.entries(sources).filter(([, path]) => !isReachable(String(path)));
    if (closed.length === 0 || uid === process.getuid?.()) {
        return { sources, command: [] };
    }
    const directory = join(socketRoot, 'stage');
    await mkdir(directory, { recursive: true, mode: 0o711 });
    return {
        sources: { ...sources, ...Object.fromEntries(closed.map(([name]) => [name, join(directory, name)])) },
        command: [
            ...[requireExecutable('unshare'), '--mount', '--propagation', 'private', '--'],
            ...['/bin/sh', '-c', STAGE_SCRIPT, 'stage', directory],
            ...closed.flatMap(([name, path]) => [String(path), name]),
            '--'
        ]
    };
}

/** Whether everybody can walk to a path. */
export function isReachable(path: string): boolean {
    for (let directory = dirname(path); ; directory = dirname(directory)) {
        if ((statSync(directory).mode & 0o001) === 0) {
            return false;
        }
        if (directory === '/') {
            return true;
        }
    }
}
