import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 25;
const AFTER_KILL_MILLISECONDS = 1000;

/**
 * Ids of the processes of this workspace, the agent not among them: its descendants, and whatever carries `marker`
 * (`NAME=value`) in its environment although its parents have ended. The dead that wait to be reaped do not count.
 */
export async function workspaceProcesses(marker: string): Promise<readonly number[]> {
    const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number);
    const processes = new Map<number, { parent: number; state: string }>();
    await Promise.all(
        ids.map(async id => {
            const stat = await readOrNothing(`/proc/${id}/stat`);
            // The name in parentheses may hold anything, so the fields are counted from its end.
            const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
            if (state !== undefined && parent !== undefined && state !== 'Z' && state !== 'X') {
                processes.set(id, { state, parent: Number(parent) });
            }
        })
    );
    const descends = (id: number): boolean => {
        for (let at = processes.get(id)?.parent; at !== undefined; at = processes.get(at)?.parent) {
            if (at === process.pid) {
                return true;
            }
        }
        return false;
    };
    const found = await Promise.all(
        [...processes.keys()].map(async id => {
            const ours = id !== process.pid && (descends(id) || (await carries(id, marker)));
            return ours ? [id] : [];
        })
    );
    return found.flat();
}

/** Asks all processes of the workspace to end, waits, and kills those that are left after `graceMilliseconds`. */
export async function endWorkspaceProcesses(marker: string, graceMilliseconds: number): Promise<void> {
    for (const [signal, milliseconds] of [
        ['SIGTERM', graceMilliseconds],
        ['SIGKILL', AFTER_KILL_MILLISECONDS]
    ] as const) {
        const until = performance.now() + milliseconds;
        const told = new Set<number>();
        for (;;) {
            const left = await workspaceProcesses(marker);
            if (left.length === 0) {
                return;
            }
            // What was started since is told as well.
            for (const id of left.filter(candidate => !told.has(candidate))) {
                told.add(id);
                send(id, signal);
            }
            if (performance.now() >= until) {
                break;
            }
            await sleep(POLL_MILLISECONDS);
        }
    }
}

function send(id: number, signal: NodeJS.Signals): void {
    try {
        process.kill(id, signal);
    } catch {
        // It has ended, or belongs to somebody else; the runtime ends what is left of the sandbox.
    }
}

async function carries(id: number, marker: string): Promise<boolean> {
    return (await readOrNothing(`/proc/${id}/environ`)).split('\0').includes(marker);
}

/** Processes end while one looks at them, and those of others do not show everything. */
function readOrNothing(path: string): Promise<string> {
    return readFile(path, 'utf8').catch(() => '');
}
