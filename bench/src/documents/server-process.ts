import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { WebSocket } from 'ws';

const STARTS_WITHIN = 20_000;

/** A server in a process of its own, with an inspector. */
export class ServerProcess {
    private constructor(
        private readonly child: ChildProcess,
        /** What it printed first. */
        readonly greeting: string,
        /** Address of its inspector. */
        readonly inspector: string
    ) {}

    /** Starts a script and waits until it prints a line that begins with READY, or is `ready` otherwise. */
    static async start(
        script: string,
        args: readonly string[],
        environment: NodeJS.ProcessEnv = process.env,
        ready?: () => Promise<boolean>
    ): Promise<ServerProcess> {
        const types = script.endsWith('.ts') ? ['--experimental-transform-types'] : [];
        const child = spawn(
            process.execPath,
            ['--inspect=127.0.0.1:0', '--disable-warning=ExperimentalWarning', ...types, script, ...args],
            { stdio: ['ignore', 'pipe', 'pipe'], env: environment }
        );
        const kill = () => child.kill();
        process.once('exit', kill);
        child.once('exit', () => process.off('exit', kill));
        let output = '';
        let errors = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
            errors += text;
            if (!/^(Debugger|For help)/.test(text)) {
                console.error(text);
            }
        });
        const deadline = performance.now() + STARTS_WITHIN;
        for (;;) {
            const inspector = /ws:\/\/\S+/.exec(errors)?.[0];
            const greeting = (await ready?.()) ? '' : /^READY.*$/m.exec(output)?.[0];
            if (inspector !== undefined && greeting !== undefined) {
                return new ServerProcess(child, greeting, inspector);
            }
            if (child.exitCode !== null || performance.now() > deadline) {
                child.kill('SIGKILL');
                throw new Error(`${script} did not start.\n${output}${errors}`);
            }
            await new Promise(resolve => setTimeout(resolve, 20));
        }
    }

    get pid(): number {
        return this.child.pid ?? 0;
    }

    async dispose(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            const ended = once(this.child, 'exit');
            this.child.kill(signal);
            await ended;
        }
    }
}

/** CPU time that the threads of processes have used so far, in milliseconds. */
export async function cpuTime(pids: readonly number[]): Promise<number> {
    let nanoseconds = 0;
    for (const pid of pids) {
        const threads = `/proc/${String(pid)}/task`;
        for (const thread of await readdir(threads)) {
            const line = await readFile(`${threads}/${thread}/schedstat`, 'utf8').catch(() => '0');
            nanoseconds += Number(line.split(' ', 1)[0]);
        }
    }
    return nanoseconds / 1e6;
}

/** Memory of a process that is its own or shared in its part, in KiB. */
export async function residentMemory(pid: number): Promise<number> {
    const rollup = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]);
}

/** Heap of a Node process that is in use after garbage was collected, in KiB, asked of its inspector. */
export async function usedHeap(inspector: string): Promise<number> {
    const socket = new WebSocket(inspector, { perMessageDeflate: false });
    await once(socket, 'open');
    const call = async (id: number, method: string): Promise<{ result?: Record<string, number> }> => {
        socket.send(JSON.stringify({ id, method }));
        for (;;) {
            const [data] = (await once(socket, 'message')) as [Buffer];
            const answer = JSON.parse(data.toString()) as { id?: number; result?: Record<string, number> };
            if (answer.id === id) {
                return answer;
            }
        }
    };
    try {
        await call(1, 'HeapProfiler.collectGarbage');
        await call(2, 'HeapProfiler.collectGarbage');
        const { result } = await call(3, 'Runtime.getHeapUsage');
        return ((result?.['usedSize'] ?? Number.NaN) + (result?.['backingStorageSize'] ?? 0)) / 1024;
    } finally {
        socket.close();
    }
}
