import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LongtableError } from '@longtable/common';
import { z } from 'zod';
import { identify, ProcessIdentity, signal, statOf } from './process-identity.js';

/** A disk has written by then what it is asked to write. */
const VFORK_MILLISECONDS = 300;

/** A process that waits for a disk stops only when it has been served. */
export const FREEZE_MILLISECONDS = 5000;

/**
 * Stops processes with SIGSTOP, where the kernel cannot freeze them as a group. `find` names all of them, parents
 * before children, and is asked until there is no new one. Whom it stopped it writes down first, so that a later hub can
 * let them go on. One that its user has stopped stays as it is.
 */
export async function stopProcesses(find: () => readonly number[], record: string): Promise<void> {
    const stopped = new Map<number, ProcessIdentity>();
    const deadline = Date.now() + FREEZE_MILLISECONDS;
    let lastNew = Date.now();
    for (;;) {
        const fresh = find()
            .filter(pid => !stopped.has(pid) && !isStopped(pid))
            .map(pid => identify(pid))
            .filter(identity => identity !== undefined);
        const waiting = [...stopped.keys()].filter(pid => !isStopped(pid));
        const quiet = Date.now() - lastNew > VFORK_MILLISECONDS;
        if (fresh.length === 0 && waiting.every(pid => quiet && waitsForStopped(pid, stopped))) {
            return;
        }
        for (const identity of fresh) {
            stopped.set(identity.pid, identity);
        }
        if (fresh.length > 0) {
            lastNew = Date.now();
            writeFileSync(record, JSON.stringify([...stopped.values()]), { mode: 0o600 });
        }
        for (const identity of fresh) {
            signal(identity, 'SIGSTOP');
        }
        if (Date.now() > deadline) {
            resumeProcesses(record);
            throw notHeld();
        }
        await sleep(2);
    }
}

/** Lets go on what was stopped, children before parents: a shell would take a child that is still stopped for suspended. */
export function resumeProcesses(record: string): void {
    for (const identity of readRecord(record).toReversed()) {
        signal(identity, 'SIGCONT');
    }
    rmSync(record, { force: true });
}

export function notHeld(): LongtableError {
    return new LongtableError(
        'unavailable',
        'A program in the workspace could not be held for a moment; it waits for a disk or the network. Everything goes on as before. Try again.'
    );
}

function readRecord(record: string): readonly ProcessIdentity[] {
    try {
        return z.array(ProcessIdentity).parse(JSON.parse(readFileSync(record, 'utf8')));
    } catch {
        return [];
    }
}

/**
 * Whether a process is between vfork and its child's exec: it cannot stop, nor run, before the child goes on, and the
 * child is stopped.
 */
function waitsForStopped(pid: number, stopped: ReadonlyMap<number, ProcessIdentity>): boolean {
    return [...stopped.keys()].some(child => child !== pid && isStopped(child) && statOf(child)?.parent === pid);
}

/** Whether all threads of a process stand still, or it has ended. */
function isStopped(pid: number): boolean {
    try {
        return readdirSync(`/proc/${pid}/task`).every(thread => {
            const text = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
            return 'TtZX'.includes(text.slice(text.lastIndexOf(')') + 2)[0] ?? 'X');
        });
    } catch {
        return true;
    }
}
