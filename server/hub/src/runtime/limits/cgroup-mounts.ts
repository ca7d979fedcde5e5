import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const CONTROLLERS = ['memory', 'cpu', 'pids'] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** Directories in which we may make control groups of our own. */
export interface CgroupParents {
    /** In the unified hierarchy, with the controllers that its children can use; also used to kill. */
    readonly v2?: { readonly directory: string; readonly controllers: readonly Controller[] };
    readonly v1: Readonly<Partial<Record<Controller, string>>>;
}

/**
 * Finds where control groups can be made without changing one that is not ours: the highest directory that we may
 * write to. As root that is the top, as Docker does it, so that sandboxes outlive the service of the hub; for others
 * it is what systemd has delegated.
 */
export function findCgroupParents(
    mountinfo = readFileSync('/proc/self/mountinfo', 'utf8'),
    membership = readFileSync('/proc/self/cgroup', 'utf8')
): CgroupParents {
    let v2: CgroupParents['v2'];
    const v1: Partial<Record<Controller, string>> = {};
    for (const line of mountinfo.split('\n')) {
        const [head = '', tail = ''] = line.split(' - ');
        const [, , , root = '', mountPoint = ''] = head.split(' ');
        const [type, , options = ''] = tail.split(' ');
        if (type === 'cgroup2') {
            const own = /^0::(.*)$/m.exec(membership)?.[1] ?? '/';
            const directory = highestWritable(mountPoint, root === '/' ? own : own.slice(root.length));
            v2 ??= directory === undefined ? undefined : { directory, controllers: controllersBelow(directory) };
        } else if (type === 'cgroup' && isWritable(mountPoint)) {
            for (const controller of CONTROLLERS.filter(name => options.split(',').includes(name))) {
                v1[controller] ??= mountPoint;
            }
        }
    }
    return { ...(v2 && { v2 }), v1 };
}

function highestWritable(mountPoint: string, own: string): string | undefined {
    let found: string | undefined;
    for (let path = own; ; path = dirname(path)) {
        const directory = resolve(join(mountPoint, path));
        // To move a process one has to be able to write to `cgroup.procs` of what both places have in common.
        if (!isWritable(directory) || !isWritable(join(directory, 'cgroup.procs'))) {
            return found;
        }
        found = directory;
        if (path === '/' || path === '.' || path === '') {
            return found;
        }
    }
}

function controllersBelow(directory: string): readonly Controller[] {
    try {
        const enabled = readFileSync(join(directory, 'cgroup.subtree_control'), 'utf8').trim().split(' ');
        return CONTROLLERS.filter(controller => enabled.includes(controller));
    } catch {
        return [];
    }
}

function isWritable(path: string): boolean {
    try {
        accessSync(path, constants.W_OK);
        return true;
    } catch {
        return false;
    }
}
