import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 25;
const AFTER_KILL_MILLISECONDS = 1000;
/** What runs in terminals is asked first, and the others after it has ended, or after so long. */
const TERMINALS_FIRST_MILLISECONDS = 1500;

interface RunningProcess {
    readonly id: number;
    readonly parent: number;
    /** Whether it belongs to a terminal. */
    readonly inTerminal: boolean;
    /** Whether it is the one that hears when its terminal hangs up: the shell, mostly. */
    readonly leads: boolean;
    /** Together with the id it names a process for good; ids alone are used again. */
    readonly started: string;
}

/**
 * The processes of this workspace, the agent not among them: its descendants, and whatever carries `marker`
 * (`NAME=value`) in its environment although its parents have ended. The dead that wait to be reaped do not count.
 */
export async function workspaceProcesses(marker: string): Promise<readonly RunningProcess[]> {
    const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
    const all = (await Promise.all(names.map(name => readProcess(Number(name))))).filter(found => found !== undefined);
    const parents = new Map(all.map(({ id, parent }) => [id, parent]));
    const descends = (id: number): boolean => {
        for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
            if (at === process.pid) {
                return true;
            }
        }
        return false;
    };
    const ours = await Promise.all(
        all.map(async ({ id }) => id !== process.pid && (descends(id) || (await carries(id, marker))))
    );
    return all.filter((_, index) => ours[index]);
}

/**
 * Asks all processes of the workspace to end, waits, and kills those that are left after `graceMilliseconds`. A shell is
 * hung up, and nothing else until it had time for its farewell: a second signal cuts it short, and one comes by itself
 * when the program ends that shows the terminal. So those programs are asked last.
 */
export async function endWorkspaceProcesses(marker: string, graceMilliseconds: number): Promise<void> {
    let known: readonly RunningProcess[] = [];
    for (const [signal, milliseconds] of [
        ['SIGTERM', graceMilliseconds],
        ['SIGKILL', AFTER_KILL_MILLISECONDS]
    ] as const) {
        const began = performance.now();
        const until = began + milliseconds;
        const told = new Set<string>();
        for (;;) {
            // One whose parent has ended since is no descendant any more.
            const [present, orphans] = await Promise.all([workspaceProcesses(marker), stillRunning(known)]);
            known = [...new Map([...orphans, ...present].map(found => [found.id, found])).values()];
            if (known.length === 0) {
                return;
            }
            const all =
                performance.now() - began >= TERMINALS_FIRST_MILLISECONDS ||
                !known.some(({ inTerminal }) => inTerminal);
            for (const one of known) {
                const next = signal === 'SIGKILL' ? signal : signalFor(one, all);
                const key = `${one.id} ${one.started} ${String(next)}`;
                if (next !== undefined && !told.has(key)) {
                    told.add(key);
                    send(one.id, next);
                }
            }
            if (performance.now() >= until) {
                break;
            }
            await sleep(POLL_MILLISECONDS);
        }
    }
}

/** What asks a process to end: a hang-up for a shell, which ignores anything else, and the usual signal for others. */
function signalFor({ inTerminal, leads }: RunningProcess, all: boolean): NodeJS.Signals | undefined {
    if (all) {
        return 'SIGTERM';
    }
    return inTerminal ? (leads ? 'SIGHUP' : 'SIGTERM') : undefined;
}

async function stillRunning(processes: readonly RunningProcess[]): Promise<readonly RunningProcess[]> {
    const now = await Promise.all(processes.map(({ id }) => readProcess(id)));
    return now
        .filter((found, index) => found?.started === processes[index]?.started)
        .filter(found => found !== undefined);
}

function send(id: number, signal: NodeJS.Signals): void {
    try {
        process.kill(id, signal);
    } catch {
        // It has ended, or belongs to somebody else; the runtime ends what is left of the sandbox.
    }
}

async function readProcess(id: number): Promise<RunningProcess | undefined> {
    const stat = await readOrNothing(`/proc/${id}/stat`);
    // The name in parentheses may hold anything, so the fields are counted from its end (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    const [session, terminal, started] = [fields[3], fields[4], fields[19]];
    if (parent === undefined || started === undefined || state === 'Z' || state === 'X') {
        return undefined;
    }
    return { id, parent: Number(parent), inTerminal: terminal !== '0', leads: session === String(id), started };
}

async function carries(id: number, marker: string): Promise<boolean> {
    return (await readOrNothing(`/proc/${id}/environ`)).split('\0').includes(marker);
}

/** Processes end while one looks at them, and those of others do not show everything. */
function readOrNothing(path: string): Promise<string> {
    return readFile(path, 'utf8').catch(() => '');
}
