import { readdirSync } from 'node:fs';
import type { Usage } from '../limits/limits.js';
import { statOf } from './process-identity.js';

/** Clock ticks per second and bytes per page, as on every Linux that Node runs on. */
const TICKS = 100;
const PAGE = 4096;

/** The process ids of everything that runs on this machine and can be seen. */
export function allProcesses(): readonly number[] {
    return readdirSync('/proc')
        .map(Number)
        .filter(pid => pid > 0);
}

/** A process and its descendants, as far as the chain of parents is whole. */
export function processTree(root: number): readonly number[] {
    const children = new Map<number, number[]>();
    for (const pid of allProcesses()) {
        const parent = statOf(pid)?.parent;
        if (parent !== undefined) {
            children.set(parent, [...(children.get(parent) ?? []), pid]);
        }
    }
    const found = [root];
    // The list grows while it is walked.
    for (const pid of found) {
        found.push(...(children.get(pid) ?? []));
    }
    return found;
}

/** What processes use together. Memory that several share is counted for each. */
export function usageOf(pids: readonly number[]): Usage {
    const stats = pids.map(pid => statOf(pid)).filter(stat => stat !== undefined);
    return {
        memoryBytes: stats.reduce((sum, stat) => sum + stat.residentPages * PAGE, 0),
        cpuSeconds: stats.reduce((sum, stat) => sum + stat.cpuTicks / TICKS, 0),
        processes: stats.length
    };
}
