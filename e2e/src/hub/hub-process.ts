import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = path.resolve(import.meta.dirname, '../../..');
const READY_WITHIN = 60_000;
const STOPPED_WITHIN = 30_000;

/** A hub as a person would run it: the built program, in a process of its own. */
export class HubProcess {
    private process: ChildProcess | undefined;
    private output = '';

    constructor(
        readonly port: number,
        readonly dataDirectory: string,
        private readonly environment: Readonly<Record<string, string>>
    ) {}

    get url(): string {
        return `http://localhost:${this.port}`;
    }

    get pid(): number | undefined {
        return this.process?.pid;
    }

    /** Starts the hub and waits until it can do its work. */
    async start(): Promise<void> {
        const hub = spawn(process.execPath, [path.join(root, 'server/hub/lib/main.js')], {
            cwd: root,
            env: {
                ...withoutLongtable(process.env),
                LONGTABLE_PORT: String(this.port),
                LONGTABLE_DATA: this.dataDirectory,
                ...this.environment
            },
            stdio: ['ignore', 'pipe', 'pipe']
        });
        this.process = hub;
        for (const stream of [hub.stdout, hub.stderr]) {
            stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
        }
        const deadline = Date.now() + READY_WITHIN;
        while (!(await this.isReady())) {
            if (hub.exitCode !== null || hub.signalCode !== null || Date.now() > deadline) {
                throw new Error(`The hub did not become ready.\n${await this.log()}`);
            }
            await delay(50);
        }
    }

    /** Asks the hub to end, as Ctrl+C does. Running workspaces go on. */
    async stop(): Promise<void> {
        await this.end('SIGTERM');
    }

    /** Takes the hub away without a word. */
    async kill(): Promise<void> {
        await this.end('SIGKILL');
    }

    /** What it printed and logged, for the report of a test that fails. */
    async log(): Promise<string> {
        const file = await readFile(path.join(this.dataDirectory, 'logs/hub.log'), 'utf8').catch(() => '');
        return [this.output, file].join('\n');
    }

    private async isReady(): Promise<boolean> {
        try {
            return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
        } catch {
            return false; // not listening yet
        }
    }

    private async end(signal: NodeJS.Signals): Promise<void> {
        const hub = this.process;
        if (hub?.exitCode !== null || hub.signalCode !== null) {
            return;
        }
        const ended = once(hub, 'exit', { signal: AbortSignal.timeout(STOPPED_WITHIN) });
        hub.kill(signal);
        await ended;
    }
}

/** The developer's own configuration is not the test's. */
function withoutLongtable(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('LONGTABLE_')));
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
}
