import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import net, { type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { vi } from 'vitest';
import { readConfiguration } from '../configuration/configuration.js';
import { startHub, type Hub } from '../hub.js';
import { bundleWorker } from '../snapshots/testing/worker-command.js';
import { bodyOf, writeWorkbench } from './gateway-fixture.js';

const AGENT = join(import.meta.dirname, '../../../agent/dist');

/** What was answered, with the body parsed where it is JSON. */
export interface Answer {
    readonly status: number;
    readonly headers: http.IncomingHttpHeaders;
    readonly body: unknown;
}

/** A whole hub with real workspaces under the real agent, in which a program that echoes stands in for the IDE. */
export class RunningHub {
    private hub: Hub | undefined;
    private readonly people: RawPerson[] = [];

    private constructor(
        readonly directory: string,
        readonly port: number,
        private readonly flags: readonly string[]
    ) {}

    static async create(...flags: string[]): Promise<RunningHub> {
        const directory = await mkdtemp(join(tmpdir(), 'table-'));
        await writeWorkbench(join(directory, 'workbench'));
        await mkdir(join(directory, 'dashboard'));
        await writeFile(join(directory, 'dashboard/index.html'), 'dashboard');
        await mkdir(join(directory, 'plugins'));
        await mkdir(join(directory, 'ide/lib/backend'), { recursive: true });
        await copyFile(join(import.meta.dirname, 'echo-ide.mjs'), join(directory, 'ide/lib/backend/main.js'));
        await writeFile(join(directory, 'ide/package.json'), '{"type":"module"}');
        const probe = net.createServer().listen(0, '127.0.0.1');
        await once(probe, 'listening');
        const { port } = probe.address() as net.AddressInfo;
        probe.close();
        await once(probe, 'close');
        const running = new RunningHub(directory, port, flags);
        await running.start();
        return running;
    }

    async start(): Promise<void> {
        const { directory } = this;
        const flags = [
            '--port',
            String(this.port),
            '--runtime',
            'process',
            '--data',
            join(directory, 'data'),
            ...this.flags
        ];
        this.hub = await startHub(
            readConfiguration({ arguments: flags, environment: {}, directory }),
            '1.2.3',
            pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
            {
                dashboardDirectory: join(directory, 'dashboard'),
                workbenchDirectory: join(directory, 'workbench'),
                sandboxParts: {
                    node: process.execPath,
                    agent: AGENT,
                    ide: join(directory, 'ide'),
                    plugins: join(directory, 'plugins')
                },
                snapshotWorker: await bundleWorker(directory)
            }
        );
    }

    /** Ends the hub and leaves the workspaces. */
    async stop(): Promise<void> {
        await this.hub?.dispose();
        this.hub = undefined;
    }

    get routes(): readonly string[] {
        return this.hub?.routes ?? [];
    }

    get url(): string {
        return `http://localhost:${String(this.port)}`;
    }

    /** Someone who is signed in; the same name is the same person. */
    async person(name: string): Promise<RawPerson> {
        const person = new RawPerson(this, name);
        await person.signIn();
        this.people.push(person);
        return person;
    }

    /** Someone who is not signed in. */
    anonymous(): RawPerson {
        const person = new RawPerson(this, 'nobody');
        this.people.push(person);
        return person;
    }

    async dispose(): Promise<void> {
        if (this.hub === undefined) {
            await this.start();
        }
        for (const person of this.people) {
            await person.dispose();
        }
        await this.stop();
        await rm(this.directory, { recursive: true });
    }
}

/** A person with a client that does what no browser would: ignores closings, keeps old cookies, sends any header. */
export class RawPerson {
    id = '';
    cookie = '';
    /** The cookies with which they were let into workspaces, by workspace. */
    readonly doors = new Map<string, string>();
    private readonly sockets = new Set<Socket>();
    /** Workspaces that are deleted in the end. */
    readonly made: string[] = [];

    constructor(
        private readonly hub: RunningHub,
        readonly name: string
    ) {}

    async signIn(): Promise<void> {
        const answer = await this.ask('POST', '/login/dev', { body: { name: this.name } });
        this.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
        this.id = (answer.body as { id: string }).id;
    }

    /** A call of the API. */
    api(method: string, path: string, body?: unknown): Promise<Answer> {
        return this.ask(method, `/api/v1${path}`, { body });
    }

    /** A request to the origin of a workspace, with the cookie that this person has for it. */
    inside(
        id: string,
        method: string,
        path: string,
        { body, headers = {} }: { body?: unknown; headers?: OutgoingHttpHeaders } = {}
    ): Promise<Answer> {
        return this.ask(method, path, {
            body,
            headers: { host: this.host(id), cookie: this.doors.get(id) ?? '', ...headers }
        });
    }

    async ask(
        method: string,
        path: string,
        { body, headers = {} }: { body?: unknown; headers?: OutgoingHttpHeaders } = {}
    ): Promise<Answer> {
        const response = await this.open(method, path, headers, body);
        const text = await bodyOf(response);
        let parsed: unknown = text;
        try {
            parsed = JSON.parse(text);
        } catch {
            // Not every answer is JSON.
        }
        return { status: response.statusCode ?? 0, headers: response.headers, body: parsed };
    }

    /** A new workspace, once it runs. */
    async workspace(name: string): Promise<string> {
        const { body } = await this.api('POST', '/workspaces', { name });
        const { id } = body as { id: string };
        this.made.push(id);
        await this.reaches(id, 'running');
        return id;
    }

    reaches(id: string, status: string): Promise<void> {
        return vi.waitFor(
            async () => {
                const { body } = await this.api('GET', `/workspaces/${id}`);
                if ((body as { status: string }).status !== status) {
                    throw new Error(`The workspace is not ${status}: ${JSON.stringify(body)}`);
                }
            },
            { timeout: 60_000, interval: 50 }
        );
    }

    /** Shares a workspace; answers the token of its link. */
    async share(id: string, wish: unknown = {}): Promise<string> {
        const { body } = await this.api('PUT', `/workspaces/${id}/share`, wish);
        return (body as { url: string }).url.split('/join/')[1] ?? '';
    }

    async join(token: string): Promise<unknown> {
        return (await this.api('POST', '/join', { token })).body;
    }

    /** A one-time token for a workspace; undefined when the hub gives none. */
    async entryToken(id: string): Promise<string | undefined> {
        const { headers } = await this.ask('GET', `/w/${id}`);
        return new URL(headers.location ?? '', this.hub.url).searchParams.get('token') ?? undefined;
    }

    /** Goes into a workspace as a browser does. */
    async enter(id: string, token?: string): Promise<void> {
        const given = token ?? (await this.entryToken(id)) ?? '';
        const { headers } = await this.ask('GET', `/.longtable/enter?token=${given}`, {
            headers: { host: this.host(id), cookie: '' }
        });
        const cookie = headers['set-cookie']?.[0]?.split(';')[0];
        if (cookie !== undefined) {
            this.doors.set(id, cookie);
        }
    }

    /** Opens a WebSocket as bytes, and never ends it from this side. */
    async upgrade(id: string, path: string, headers: Record<string, string> = {}): Promise<RawConnection> {
        const socket = net.connect({ host: '127.0.0.1', port: this.hub.port, allowHalfOpen: true });
        this.sockets.add(socket);
        const all = {
            Host: this.host(id),
            Cookie: this.doors.get(id) ?? '',
            Origin: `http://${this.host(id)}`,
            Connection: 'Upgrade',
            Upgrade: 'websocket',
            'Sec-WebSocket-Version': '13',
            'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
            ...headers
        };
        const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
        return RawConnection.of(socket);
    }

    /** Opens a response that does not end by itself. */
    async stream(id: string, path: string): Promise<RawConnection> {
        const socket = net.connect({ host: '127.0.0.1', port: this.hub.port, allowHalfOpen: true });
        this.sockets.add(socket);
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${this.host(id)}\r\nCookie: ${this.doors.get(id) ?? ''}\r\n\r\n`);
        return RawConnection.of(socket);
    }

    async dispose(): Promise<void> {
        for (const socket of this.sockets) {
            socket.destroy();
        }
        if (this.made.length > 0) {
            await this.signIn();
        }
        for (const id of this.made) {
            await this.api('DELETE', `/workspaces/${id}`);
        }
    }

    private host(id: string): string {
        return `${id}.localhost:${String(this.hub.port)}`;
    }

    private async open(
        method: string,
        path: string,
        headers: OutgoingHttpHeaders,
        body: unknown
    ): Promise<IncomingMessage> {
        const request = http.request({
            host: '127.0.0.1',
            port: this.hub.port,
            method,
            path,
            agent: false,
            headers: {
                host: `localhost:${String(this.hub.port)}`,
                ...(this.cookie === '' ? {} : { cookie: this.cookie }),
                ...(body === undefined ? {} : { 'content-type': 'application/json' }),
                ...headers
            }
        });
        request.end(body === undefined ? undefined : JSON.stringify(body));
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        return response;
    }
}

/** A connection that does nothing of itself: it ends only when the server cuts it. */
export class RawConnection {
    text = '';
    readonly cut: Promise<number>;
    isCut = false;

    private constructor(readonly socket: Socket) {
        socket.setEncoding('latin1').on('data', (chunk: string) => (this.text += chunk));
        socket.on('error', () => undefined);
        this.cut = new Promise(resolve => {
            const over = () => {
                this.isCut = true;
                resolve(Date.now());
            };
            socket.on('end', over).on('close', over);
        });
    }

    /** Resolves with the head of the answer. */
    static async of(socket: Socket): Promise<RawConnection> {
        const connection = new RawConnection(socket);
        await connection.until(/\r\n\r\n/);
        return connection;
    }

    get status(): number {
        return Number(/^HTTP\/1\.1 (\d+)/.exec(this.text)?.[1]);
    }

    /** Waits until the text received matches. */
    until(pattern: RegExp): Promise<void> {
        return vi.waitFor(
            () => {
                if (!pattern.test(this.text)) {
                    throw new Error(
                        `${String(pattern)} was not received, but ${JSON.stringify(this.text.slice(-500))}`
                    );
                }
            },
            { timeout: 10_000, interval: 5 }
        );
    }

    /** Whether bytes still go both ways. */
    async echoes(): Promise<void> {
        const word = `word${String(Math.random())}`;
        this.socket.write(word);
        await this.until(new RegExp(word.replace('.', '\\.')));
    }

    /** The events of a stream of server-sent events so far. */
    events(): { readonly type: string; readonly [key: string]: unknown }[] {
        return [...this.text.matchAll(/^data: (.*)$/gm)].map(
            ([, json = '']) => JSON.parse(Buffer.from(json, 'latin1').toString('utf8')) as { type: string }
        );
    }
}
