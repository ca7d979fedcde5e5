import { CONTROLLERS } from './cgroup-mounts.js';
import { resourceLimitsFor } from './limit-settings.js';
import type { Limiter, Limits, ProcessGroup } from './limits.js';

const NO_GROUP: ProcessGroup = {
    joinFiles: [],
    isComplete: false,
    processes: () => [],
    kill: () => undefined,
    freeze: () => Promise.resolve(false),
    thaw: () => undefined,
    usage: () => ({}),
    memoryKills: () => 0,
    remove: () => Promise.resolve()
};

/** Limits where no control group can be made: each process by itself, and the number of processes. */
export class PrlimitLimiter implements Limiter {
    readonly description = 'prlimit for each process, no limit of CPU';
    readonly resourceLimits: readonly string[];

    constructor(limits: Limits) {
        this.resourceLimits = resourceLimitsFor(CONTROLLERS, limits);
    }

    create(): Promise<ProcessGroup> {
        return Promise.resolve(NO_GROUP);
    }

    existing(): ProcessGroup {
        return NO_GROUP;
    }

    names(): readonly string[] {
        return [];
    }

    dispose(): Promise<void> {
        return Promise.resolve();
    }
}
