import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage, type RequestListener, type RequestOptions } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssertionVerifier, UserId, WorkspaceId } from '@longtable/common';
import { exportJWK, generateKeyPair } from 'jose';
import { pino, type Logger } from 'pino';
import { Entries } from '../gateway/entries.js';
import { attachGateway } from '../gateway/gateway.js';
import { OpenConnections } from '../gateway/open-connections.js';
import { Sites } from '../gateway/site.js';
import { WorkbenchCalls } from '../gateway/workbench-calls.js';
import { WorkbenchFiles } from '../gateway/workbench-files.js';
import { WorkspaceOrigin } from '../gateway/workspace-origin.js';
import { Assertions } from '../identity/assertions.js';
import { hashOfToken } from '../identity/secret-token.js';
import { Presence } from '../presence/presence.js';
import { createSharing } from '../sharing/create-sharing.js';
import { createSnapshots } from '../snapshots/create-snapshots.js';
import { EmbeddedStore } from '../store/embedded-store.js';
import type { UserRecord, WorkspaceRecord } from '../store/store.js';
import { Lifecycle } from '../workspaces/lifecycle.js';
import { WorkspaceRecords } from '../workspaces/workspace-records.js';
import { WorkbenchStates } from '../workbench-states/workbench-states.js';
import { Workspaces } from '../workspaces/workspaces.js';
import { FixedRuntime } from './fixed-runtime.js';

export const workspace = WorkspaceId.parse('engine01');
export const otherWorkspace = WorkspaceId.parse('engine02');

/** Writes a workbench as it is built, as small as it can be. */
export async function writeWorkbench(directory: string): Promise<void> {
    await mkdir(join(directory, 'frontend'), { recursive: true });
    await mkdir(join(directory, 'webview'), { recursive: true });
    await writeFile(
        join(directory, 'build.json'),
        JSON.stringify({
            id: 'b1',
            pages: ['index.html'],
            files: { 'index.html': {}, 'worker.js': {}, 'favicon.svg': {} }
        })
    );
    await writeFile(join(directory, 'frontend/index.html'), '<title>Workbench</title>{{STATIC}}');
    await writeFile(join(directory, 'frontend/worker.js'), 'worker');
    await writeFile(join(directory, 'frontend/favicon.svg'), '<svg/>');
    await writeFile(join(directory, 'webview/index.html'), 'webview');
}

/**
 * The gateway with everything behind it that is the hub's own, listening on loopback, and the ends of the sockets of
 * two running workspaces, both of one person.
 */
export class GatewayFixture {
    private readonly servers: net.Server[] = [];
    private readonly sockets = new Set<Socket>();

    private constructor(
        readonly directory: string,
        readonly server: http.Server,
        readonly hubUrl: string,
        readonly store: EmbeddedStore,
        readonly entries: Entries,
        readonly connections: OpenConnections,
        readonly origin: WorkspaceOrigin,
        readonly records: WorkspaceRecords,
        readonly lifecycle: Lifecycle,
        readonly verifier: AssertionVerifier,
        readonly user: UserRecord,
        readonly sharing: ReturnType<typeof createSharing>
    ) {}

    static async create(logger: Logger = pino({ level: 'silent' })): Promise<GatewayFixture> {
        const directory = await mkdtemp(join(tmpdir(), 'gateway-'));
        const server = http.createServer();
        await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
        const hubUrl = `http://localhost:${String((server.address() as AddressInfo).port)}`;
        await writeWorkbench(join(directory, 'workbench'));
        const workbench = await WorkbenchFiles.load(join(directory, 'workbench'), hubUrl);
        const store = await EmbeddedStore.open(join(directory, 'data'));
        const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
        const assertions = new Assertions(keys.privateKey);
        const runtime = new FixedRuntime((id, service) => join(directory, `${id}.${service}.sock`));
        const connections = new OpenConnections();
        const records = new WorkspaceRecords(store);
        const presence = new Presence();
        const shared = createSharing({ store, records, connections, presence, secret: 'secret', hubUrl, logger });
        const lifecycle = new Lifecycle({
            store,
            records,
            runtime,
            assertions,
            logger,
            closeConnections: id => {
                connections.close(connection => connection.workspaceId === id);
                origin.forget(id);
            }
        });
        const { rights, audit, events } = shared;
        const workspaces = new Workspaces({
            store,
            records,
            rights,
            presence,
            audit,
            lifecycle,
            runtime,
            hubUrl,
            egressAllow: []
        });
        const states = new WorkbenchStates(store);
        const snapshots = createSnapshots({
            store,
            records,
            runtime,
            states,
            assertions,
            audit,
            worker: [process.execPath],
            content: join(directory, 'snapshots'),
            data: directory,
            quota: 0,
            logger,
            secret: 'secret',
            hubUrl,
            lifecycle: () => lifecycle,
            workspaces: () => workspaces
        });
        const entries = new Entries(store, workspaces, hubUrl);
        const origin: WorkspaceOrigin = new WorkspaceOrigin({
            hubUrl,
            entries,
            runtime,
            assertions,
            connections,
            workbench,
            calls: new WorkbenchCalls({
                hubUrl,
                runtime: runtime.name,
                workspaces,
                sharing: { ...shared, workspaces, presence, store, snapshots: snapshots.parts },
                events,
                states,
                endSession: async hash => {
                    await store.sessions.remove(hash);
                    connections.close(connection => connection.sessionHash === hash);
                }
            })
        });
        attachGateway(server, {
            sites: new Sites(hubUrl),
            workspaceOrigin: origin,
            workbench,
            hub: (_request, response) => response.end('hub'),
            hubUpgrade: () => false,
            logger
        });
        const verifier = await AssertionVerifier.create(workspace, await exportJWK(keys.publicKey));
        const user: UserRecord = {
            id: UserId.parse('ada'),
            name: 'Ada',
            identities: [],
            createdAt: new Date().toISOString()
        };
        await store.users.put(user);
        const record: WorkspaceRecord = {
            id: workspace,
            ownerId: user.id,
            name: 'Engine',
            folder: 'engine',
            pinned: false,
            status: 'running',
            provisioned: true,
            createdAt: new Date().toISOString()
        };
        await records.add(record);
        await records.add({ ...record, id: otherWorkspace });
        return new GatewayFixture(
            directory,
            server,
            hubUrl,
            store,
            entries,
            connections,
            origin,
            records,
            lifecycle,
            verifier,
            user,
            shared
        );
    }

    get port(): number {
        return (this.server.address() as AddressInfo).port;
    }

    host(id: WorkspaceId = workspace): string {
        return `${id}.localhost:${String(this.port)}`;
    }

    /** Begins a session of a person; answers its hash. */
    async session(name = 's1', user = this.user): Promise<string> {
        const hash = hashOfToken(name);
        const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
        await this.store.sessions.put({ hash, expiresAt, data: { passport: { user: user.id } } });
        return hash;
    }

    /** The cookie with which the person is let into a workspace. */
    async cookie(id: WorkspaceId = workspace, session?: string): Promise<string> {
        const token = this.entries.issueToken(this.user, id, session ?? (await this.session()));
        const cookie = await this.entries.redeem(token, id);
        return cookie?.split(';')[0] ?? '';
    }

    /** Listens as the IDE of a workspace with an HTTP server. */
    async ide(listener: RequestListener, id: WorkspaceId = workspace): Promise<http.Server> {
        const server = http.createServer({ maxHeaderSize: 65_536 }, listener);
        await this.listen(server, id);
        return server;
    }

    /** Listens as the IDE of a workspace with whatever the test does with the bytes. */
    async rawIde(onSocket: (socket: Socket) => void, id: WorkspaceId = workspace): Promise<net.Server> {
        const server = net.createServer({ allowHalfOpen: true }, socket => {
            socket.on('error', () => undefined);
            onSocket(socket);
        });
        await this.listen(server, id);
        return server;
    }

    /** Makes a request to a site of the hub; the name in `headers.host` decides which. */
    request(options: RequestOptions & { readonly body?: string | Buffer }): Promise<IncomingMessage> {
        return new Promise((resolve, reject) => {
            const request = http.request({ host: '127.0.0.1', port: this.port, agent: false, ...options });
            request.on('response', resolve).on('error', reject);
            request.end(options.body);
        });
    }

    /** Opens a connection for bytes as the test writes them. */
    connect(): Socket {
        const socket = net.connect({ host: '127.0.0.1', port: this.port, allowHalfOpen: true });
        this.sockets.add(socket);
        socket.on('error', () => undefined);
        return socket;
    }

    async dispose(): Promise<void> {
        this.connections.close(() => true);
        for (const socket of this.sockets) {
            socket.destroy();
        }
        this.origin.dispose();
        await this.lifecycle.dispose();
        await this.sharing.dispose();
        for (const server of [this.server, ...this.servers]) {
            if (server instanceof http.Server) {
                server.closeAllConnections();
            }
            await new Promise(resolve => server.close(resolve));
        }
        await this.store.close();
        await rm(this.directory, { recursive: true });
    }

    private async listen(server: net.Server, id: WorkspaceId): Promise<void> {
        server.on('connection', socket => {
            this.sockets.add(socket);
        });
        this.servers.push(server);
        await new Promise<void>(resolve => server.listen(join(this.directory, `${id}.ide.sock`), resolve));
    }
}

/** All of a response's body. */
export async function bodyOf(response: IncomingMessage): Promise<string> {
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) {
        text += String(chunk);
    }
    return text;
}

/** Everything that a socket receives until its end or close. */
export function received(socket: Socket): Promise<string> {
    return new Promise(resolve => {
        let text = '';
        socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
        socket.on('end', () => {
            resolve(text);
        });
        socket.on('close', () => {
            resolve(text);
        });
        socket.resume();
    });
}
