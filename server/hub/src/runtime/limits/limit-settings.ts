import type { Controller } from './cgroup-mounts.js';
import type { Limits } from './limits.js';

/** A file of a control group and what to write to it. */
export interface Setting {
    readonly file: string;
    readonly value: string;
    /** Not every kernel has the file. */
    readonly optional?: boolean;
}

const PERIOD = 100_000;
/** Threads count as processes; below this not even an IDE can start. */
const LEAST_PROCESSES = 64;

/** What to write to the files of cgroup v2 for a controller. */
export function settingsV2(controller: Controller, limits: Limits): readonly Setting[] {
    switch (controller) {
        case 'memory':
            return [
                { file: 'memory.max', value: limits.memoryBytes.toString() },
                { file: 'memory.swap.max', value: '0', optional: true }
            ];
        case 'cpu':
            return [{ file: 'cpu.max', value: `${quota(limits)} ${PERIOD.toString()}` }];
        case 'pids':
            return [{ file: 'pids.max', value: processes(limits) }];
    }
}

/** What to write to the files of cgroup v1 for a controller. */
export function settingsV1(controller: Controller, limits: Limits): readonly Setting[] {
    switch (controller) {
        case 'memory':
            return [
                { file: 'memory.limit_in_bytes', value: limits.memoryBytes.toString() },
                { file: 'memory.memsw.limit_in_bytes', value: limits.memoryBytes.toString(), optional: true }
            ];
        case 'cpu':
            return [
                { file: 'cpu.cfs_period_us', value: PERIOD.toString() },
                { file: 'cpu.cfs_quota_us', value: quota(limits) }
            ];
        case 'pids':
            return [{ file: 'pids.max', value: processes(limits) }];
    }
}

/** What `prlimit` can stand in with. It holds for each process by itself, and cannot limit CPU time per second. */
export function resourceLimitsFor(missing: readonly Controller[], limits: Limits): readonly string[] {
    return [
        ...(missing.includes('memory') ? [`--data=${limits.memoryBytes.toString()}`] : []),
        ...(missing.includes('pids') ? [`--nproc=${processes(limits)}`] : [])
    ];
}

function quota(limits: Limits): string {
    return Math.max(1000, Math.round(limits.cpus * PERIOD)).toString();
}

function processes(limits: Limits): string {
    return Math.max(LEAST_PROCESSES, limits.processes).toString();
}
