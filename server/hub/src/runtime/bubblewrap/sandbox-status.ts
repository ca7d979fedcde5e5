import { readFileSync } from 'node:fs';
import { identify, isAlive, statOf, type ProcessIdentity } from '../supervision/process-identity.js';

/** What bwrap wrote to its status file: the process id of the sandbox's first process, later its exit code. */
export interface SandboxStatus {
    readonly childPid?: number;
    readonly exitCode?: number;
}

/** Reads a status file, which holds JSON objects one after another, the last perhaps not complete yet. */
export function readSandboxStatus(file: string): SandboxStatus {
    let text = '';
    try {
        text = readFileSync(file, 'utf8');
    } catch {
        // There is none before the first start.
    }
    const childPid = /"child-pid"\s*:\s*(\d+)/.exec(text)?.[1];
    const exitCode = /"exit-code"\s*:\s*(\d+)/.exec(text)?.[1];
    return {
        ...(childPid !== undefined && { childPid: Number(childPid) }),
        ...(exitCode !== undefined && { exitCode: Number(exitCode) })
    };
}

/**
 * The first process in the sandbox: when it ends, the kernel ends all others there. It is a child of `outer`; when that
 * has been killed, it still is the first process of a namespace, and was not there before `outer`.
 */
export function innerProcess(status: SandboxStatus, outer: ProcessIdentity): ProcessIdentity | undefined {
    const inner = status.childPid === undefined ? undefined : identify(status.childPid);
    if (inner?.boot !== outer.boot || inner.started < outer.started) {
        return undefined;
    }
    const isChild = isAlive(outer) && statOf(inner.pid)?.parent === outer.pid;
    return isChild || isFirstOfNamespace(inner.pid) ? inner : undefined;
}

function isFirstOfNamespace(pid: number): boolean {
    try {
        return /^NSpid:\t\d+(\t\d+)*\t1$/m.test(readFileSync(`/proc/${pid.toString()}/status`, 'utf8'));
    } catch {
        return false;
    }
}
