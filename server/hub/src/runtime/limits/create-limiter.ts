import { mkdirSync } from 'node:fs';
import { CgroupLimiter } from './cgroup-limiter.js';
import { findCgroupParents, type CgroupParents } from './cgroup-mounts.js';
import type { Limiter, Limits } from './limits.js';
import { PrlimitLimiter } from './prlimit-limiter.js';
import { join } from 'node:path';

/** Chooses the best way to limit sandboxes that works here. */
export function createLimiter(installation: string, limits: Limits): Limiter {
    const parents = onlyUsable(findCgroupParents(), installation);
    return parents.v2 === undefined && Object.keys(parents.v1).length === 0
        ? new PrlimitLimiter(limits)
        : new CgroupLimiter(parents, installation, limits);
}

/** Permissions do not tell everything, e.g. of a cgroup file system that is mounted read-only. */
function onlyUsable(parents: CgroupParents, installation: string): CgroupParents {
    const canUse = (directory: string): boolean => {
        try {
            mkdirSync(join(directory, installation), { recursive: true });
            return true;
        } catch {
            return false;
        }
    };
    return {
        ...(parents.v2 && canUse(parents.v2.directory) && { v2: parents.v2 }),
        v1: Object.fromEntries(Object.entries(parents.v1).filter(([, directory]) => canUse(directory)))
    };
}
