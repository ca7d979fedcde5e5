import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, type webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DESCRIBE_MESSAGE, type Inventory } from '../access/inventory';
import { ASSERTION_HEADER, type Identity, type Person, signAssertion, WorkspaceId } from '@longtable/common';

const main = path.resolve(__dirname, '../../../dist/backend/lib/backend/main.js');

/** Name that the backend under test is opened at. */
export const HOST = 'abcdefgh.example.org';

/** The workspace that the backend under test belongs to. */
export const WORKSPACE = WorkspaceId.parse('abcdefgh');

/** A person with a role, the owner unless told otherwise. */
export function person(overrides: Partial<Record<'userId' | 'name' | 'role' | 'email', string>> = {}): Person {
    return { kind: 'person', userId: 'ada', name: 'Ada', role: 'owner', ...overrides } as Person;
}

/** A key pair of a hub. */
export async function createKeys(): Promise<{ privateKey: webcrypto.CryptoKey; publicKey: webcrypto.JsonWebKey }> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return {
        privateKey: await crypto.subtle.importKey(
            'pkcs8',
            privateKey.export({ type: 'pkcs8', format: 'der' }),
            'Ed25519',
            false,
            ['sign']
        ),
        publicKey: publicKey.export({ format: 'jwk' })
    };
}

/** The built backend as a process of its own, in a directory of its own, the way that the agent starts it. */
export class BackendProcess implements AsyncDisposable {
    private constructor(
        readonly directory: string,
        readonly child: ChildProcess,
        private readonly privateKey: webcrypto.CryptoKey
    ) {}

    static async start(prepare?: (directory: string) => Promise<void>): Promise<BackendProcess> {
        const directory = await mkdtemp(path.join(tmpdir(), 'ide-'));
        const { privateKey, publicKey } = await createKeys();
        await mkdir(path.join(directory, 'workspace', 'project'), { recursive: true });
        await mkdir(path.join(directory, 'home'));
        await mkdir(path.join(directory, 'plugins'));
        await writeFile(path.join(directory, 'agent.json'), JSON.stringify(agentConfiguration(directory, publicKey)));
        await prepare?.(directory);
        const log = await open(path.join(directory, 'log'), 'w');
        const plugins = `--plugins=local-dir:${path.join(directory, 'plugins')}`;
        const child = fork(main, [path.join(directory, 'workspace', 'project'), plugins], {
            cwd: path.join(directory, 'workspace'),
            stdio: ['ignore', log.fd, log.fd, 'ipc'],
            env: {
                PATH: process.env['PATH'],
                HOME: path.join(directory, 'home'),
                THEIA_HOSTS: HOST,
                THEIA_WEBVIEW_EXTERNAL_ENDPOINT: `{{uuid}}--webview--${HOST}`,
                LONGTABLE_AGENT_CONFIGURATION: path.join(directory, 'agent.json'),
                LONGTABLE_IDE_SOCKET: path.join(directory, 'ide.sock')
            }
        });
        await log.close();
        const backend = new BackendProcess(directory, child, privateKey);
        try {
            await backend.listening();
            return backend;
        } catch (error) {
            const output = await readFile(path.join(directory, 'log'), 'utf8');
            await backend[Symbol.asyncDispose]();
            throw new Error(`The backend did not start. It said:\n${output}`, { cause: error });
        }
    }

    get socket(): string {
        return path.join(this.directory, 'ide.sock');
    }

    sign(identity: Identity, workspaceId = WORKSPACE): Promise<string> {
        return signAssertion(identity, workspaceId, this.privateKey);
    }

    /** Everything that the backend says it offers. */
    async inventory(): Promise<Inventory> {
        const answer = new Promise<Inventory>(resolve => {
            const listen = (message: unknown): void => {
                if ((message as { type?: unknown }).type === 'inventory') {
                    this.child.off('message', listen);
                    resolve(message as Inventory);
                }
            };
            this.child.on('message', listen);
        });
        this.child.send({ type: DESCRIBE_MESSAGE });
        return answer;
    }

    /** Path in the workspace's folder. */
    inWorkspace(...names: string[]): string {
        return path.join(this.directory, 'workspace', 'project', ...names);
    }

    /** Sends a request with an assertion, or with none. */
    async request(
        target: string,
        assertion?: string,
        headers: Record<string, string> = {},
        method = 'GET'
    ): Promise<Answer> {
        const sent = request({
            socketPath: this.socket,
            method,
            path: target,
            headers: { host: HOST, ...(assertion && { [ASSERTION_HEADER]: assertion }), ...headers }
        });
        sent.end();
        return new Promise((resolve, reject) => {
            sent.on('error', reject);
            sent.on('upgrade', (response, socket) => {
                socket.destroy();
                resolve({ status: response.statusCode, headers: response.headers, body: '' });
            });
            sent.on('response', response => {
                let body = '';
                response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
                response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
            });
        });
    }

    /** Begins a WebSocket handshake of engine.io. */
    upgrade(assertion?: string, headers: Record<string, string> = {}, query = ''): Promise<Answer> {
        return this.request(`/socket.io/?EIO=4&transport=websocket${query}`, assertion, {
            connection: 'Upgrade',
            upgrade: 'websocket',
            'sec-websocket-version': '13',
            'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
            ...headers
        });
    }

    /** An agent whose connections go to the backend's socket, whatever the address says. */
    agent(): Agent {
        const agent = new Agent();
        agent.createConnection = () => connect(this.socket);
        return agent;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            const exit = once(this.child, 'exit');
            this.child.kill('SIGTERM');
            await exit;
        }
        await rm(this.directory, { recursive: true, force: true });
    }

    private listening(): Promise<void> {
        return new Promise((resolve, reject) => {
            this.child.on('message', (message: unknown) => {
                if (typeof message === 'object' && (message as { type?: unknown } | null)?.type === 'listening') {
                    resolve();
                }
            });
            this.child.once('exit', code => reject(new Error(`The backend ended with code ${String(code)}.`)));
        });
    }
}

export interface Answer {
    readonly status: number | undefined;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
}

function agentConfiguration(directory: string, publicKey: webcrypto.JsonWebKey): unknown {
    return {
        workspaceId: WORKSPACE,
        root: path.join(directory, 'workspace'),
        folder: 'project',
        home: path.join(directory, 'home'),
        sockets: { agent: path.join(directory, 'agent.sock'), ide: path.join(directory, 'ide.sock') },
        publicKey,
        ide: { node: process.execPath, main, plugins: '', hosts: [HOST], webviewEndpoint: '' },
        git: { name: 'Ada', email: 'ada@example.org' }
    };
}
