import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process that is not mistaken for a later one with the same number. */
export const ProcessIdentity = z.object({
    pid: z.number().int().positive(),
    /** When it started, in clock ticks since boot. */
    started: z.number().int(),
    boot: z.string()
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** Identifies a process that runs now; undefined when there is none (or only its unread exit code is left). */
export function identify(pid: number): ProcessIdentity | undefined {
    const stat = statOf(pid);
    return stat === undefined ? undefined : { pid, started: stat.started, boot: bootId() };
}

export function isAlive(identity: ProcessIdentity): boolean {
    return identity.boot === bootId() && statOf(identity.pid)?.started === identity.started;
}

/** Sends a signal to exactly that process. False when it has ended. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
    if (!isAlive(identity)) {
        return false;
    }
    try {
        return process.kill(identity.pid, name);
    } catch {
        return false;
    }
}

export interface ProcessStat {
    readonly parent: number;
    readonly started: number;
    readonly cpuTicks: number;
    readonly residentPages: number;
}

/** What `/proc` says about a process that has not ended. */
export function statOf(pid: number): ProcessStat | undefined {
    try {
        const text = readFileSync(`/proc/${pid.toString()}/stat`, 'utf8');
        // The name in parentheses may hold anything, also parentheses and spaces.
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        const field = (number: number): number => Number(fields[number - 3]);
        return fields[0] === 'Z' || fields[0] === 'X'
            ? undefined
            : {
                  parent: field(4),
                  started: field(22),
                  cpuTicks: field(14) + field(15),
                  residentPages: field(24)
              };
    } catch {
        return undefined;
    }
}

let cachedBootId: string | undefined;

function bootId(): string {
    cachedBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return cachedBootId;
}
