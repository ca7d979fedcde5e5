import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import {
    AgentStatus,
    ASSERTION_HEADER,
    signAssertion,
    WorkspaceId,
    type AgentConfiguration,
    type Identity
} from '@longtable/common';
import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { writeStandInBackend } from './stand-in-backend.js';
import { waitFor } from './wait-for.js';

/** An agent in a process of its own, from the real bundle, with a stand-in for the IDE backend. */
export class RunningAgent {
    readonly output: Promise<string>;
    readonly exited: Promise<number | null>;

    private constructor(
        readonly configuration: AgentConfiguration,
        readonly child: ChildProcess,
        private readonly key: CryptoKey
    ) {
        this.exited = new Promise(resolve => child.on('exit', resolve));
        this.output = child.stderr === null ? Promise.resolve('') : text(child.stderr);
    }

    static async start(
        directory: string,
        bundle: string,
        more: Partial<AgentConfiguration> = {},
        /** A command that runs the agent, such as one that gives it other mounts. */
        wrapper: readonly string[] = []
    ): Promise<RunningAgent> {
        const paths = ['root', 'home', 'run'].map(name => join(directory, name)) as [string, string, string];
        await Promise.all(paths.map(path => mkdir(path, { recursive: true })));
        const [root, home, run] = paths;
        const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
        const id = `w${Math.random().toString(36).slice(2, 12).padEnd(10, '0')}`;
        const configuration: AgentConfiguration = {
            workspaceId: WorkspaceId.parse(id),
            root,
            folder: 'demo',
            home,
            sockets: { agent: join(run, 'agent.sock'), ide: join(run, 'ide.sock') },
            forwards: [],
            publicKey: { ...(await exportJWK(publicKey)) },
            ide: {
                node: process.execPath,
                main: await writeStandInBackend(directory),
                plugins: join(directory, 'plugins'),
                hosts: ['w.example.org'],
                webviewEndpoint: '{{uuid}}--webview--w.example.org'
            },
            git: { name: 'Ada', email: 'ada@example.org' },
            ...more
        };
        const file = join(directory, 'agent.json');
        await writeFile(file, JSON.stringify(configuration));
        const command = [...wrapper, process.execPath, join(bundle, 'agent.mjs')];
        const child = spawn(command[0] ?? '', command.slice(1), {
            env: { PATH: process.env['PATH'], LONGTABLE_AGENT_CONFIGURATION: file },
            stdio: ['ignore', 'ignore', 'pipe']
        });
        const agent = new RunningAgent(configuration, child, privateKey);
        await waitFor('the agent to listen', () => agent.accepts());
        return agent;
    }

    assertion(identity: Identity = { kind: 'hub' }, workspace = this.configuration.workspaceId): Promise<string> {
        return signAssertion(identity, workspace, this.key);
    }

    /** Makes a request, by default as the hub. */
    async call(method: string, path: string, headers?: Record<string, string>): Promise<IncomingMessage> {
        const all = headers ?? { [ASSERTION_HEADER]: await this.assertion() };
        return new Promise((resolve, reject) => {
            const outgoing = request({ socketPath: this.configuration.sockets.agent, method, path, headers: all });
            outgoing.on('response', resolve).on('error', reject).end();
        });
    }

    async status(): Promise<AgentStatus> {
        return AgentStatus.parse(JSON.parse(await text(await this.call('GET', '/control/status'))));
    }

    /** Every status from now on, for as long as one reads. */
    async *events(): AsyncGenerator<AgentStatus> {
        const response = await this.call('GET', '/control/events');
        try {
            for await (const line of createInterface({ input: response })) {
                if (line !== '') {
                    yield AgentStatus.parse(JSON.parse(line));
                }
            }
        } finally {
            response.destroy();
        }
    }

    /** Reads events up to one of a phase and answers them all. */
    async until(phase: AgentStatus['phase']): Promise<readonly AgentStatus[]> {
        const seen: AgentStatus[] = [];
        for await (const status of this.events()) {
            seen.push(status);
            if (status.phase === phase) {
                break;
            }
        }
        return seen;
    }

    /** Sends bytes to the socket and answers what comes back until it is closed. */
    async raw(bytes: string): Promise<string> {
        const socket = connect(this.configuration.sockets.agent);
        socket.write(bytes);
        return text(socket);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            this.child.kill('SIGTERM');
            await this.exited;
        }
    }

    private accepts(): Promise<boolean> {
        return new Promise(resolve => {
            const socket = connect(this.configuration.sockets.agent);
            socket.on('connect', () => {
                socket.destroy();
                resolve(true);
            });
            socket.on('error', () => resolve(false));
        });
    }
}
