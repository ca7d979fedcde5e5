import { once } from 'node:events';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { UserId, type Person, type Role } from '@longtable/common';
import {
    decodeServerMessage,
    DOCUMENTS_PATH,
    DocumentsConnection,
    encodeClientMessage,
    type ClientMessage,
    type ServerMessage
} from '@longtable/common/documents';
import { WebSocket, type ClientOptions } from 'ws';
import { systemClock, type Clock } from '../../clock.js';
import { temporaryDirectory } from '../../testing/temporary-directory.js';
import { waitFor } from '../../testing/wait-for.js';
import { DocumentRegistry, type RegistryOptions } from '../document-registry.js';
import type { Documents } from '../documents.js';
import { DocumentsServer, type DocumentsServerOptions } from '../socket/documents-server.js';

/** Live documents of a folder, served on a unix socket as the agent serves them. */
export class DocumentsFixture {
    /** Whom the hub vouches for with the next connection; the router that checks the assertion has tests of its own. */
    private next: Person = person('Ada');
    private readonly connections: DocumentsConnection[] = [];

    private constructor(
        private readonly directory: AsyncDisposable & { readonly path: string },
        readonly documents: Documents,
        private readonly served: DocumentsServer,
        private readonly http: Server
    ) {}

    static async start(
        options: Partial<DocumentsServerOptions> = {},
        registry: Partial<RegistryOptions> = {},
        serverClock: Clock = systemClock
    ): Promise<DocumentsFixture> {
        const directory = await temporaryDirectory();
        const folder = join(directory.path, 'demo');
        await mkdir(folder);
        const journals = join(directory.path, 'journals');
        const documents = new DocumentRegistry({ folder, journals, clock: systemClock, ...registry });
        const served = new DocumentsServer({ documents: () => Promise.resolve(documents), ...options }, serverClock);
        const http = createServer();
        const fixture = new DocumentsFixture(directory, documents, served, http);
        http.on('upgrade', (request, socket, head) => void served.accept(request, socket, head, fixture.next));
        await new Promise<void>(resolve => http.listen(join(directory.path, 'agent.sock'), resolve));
        return fixture;
    }

    async write(path: string, text: string | Uint8Array): Promise<void> {
        const file = join(this.directory.path, 'demo', path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
    }

    move(from: string, to: string): Promise<void> {
        const folder = join(this.directory.path, 'demo');
        return rename(join(folder, from), join(folder, to));
    }

    read(path: string): Promise<string> {
        return readFile(join(this.directory.path, 'demo', path), 'utf8');
    }

    /** A client that sends what it likes. */
    async client(name: string, role: Role = 'editor', options: ClientOptions = {}): Promise<RawClient> {
        this.next = person(name, role);
        const client = new RawClient(this.webSocket(options));
        await once(client.socket, 'open');
        return client;
    }

    /** A connection with replicas. */
    async connection(name: string, role: Role = 'editor'): Promise<DocumentsConnection> {
        this.next = person(name, role);
        const connection = new DocumentsConnection({
            connect: () => {
                this.next = person(name, role);
                return this.webSocket();
            },
            backOff: attempt => 10 * attempt
        });
        this.connections.push(connection);
        await waitFor('the connection', () => connection.connected);
        return connection;
    }

    /** Cuts every connection. */
    cut(): void {
        this.served.dispose();
    }

    async [Symbol.asyncDispose](): Promise<void> {
        for (const connection of this.connections) {
            connection.dispose();
        }
        this.served.dispose();
        await new Promise(resolve => this.http.close(resolve));
        await this.documents.dispose();
        await this.directory[Symbol.asyncDispose]();
    }

    private webSocket(options: ClientOptions = {}): WebSocket {
        return new WebSocket(`ws+unix://${join(this.directory.path, 'agent.sock')}:${DOCUMENTS_PATH}`, options);
    }
}

type Opened = Extract<ServerMessage, { type: 'opened' }>;

/** A WebSocket that speaks the wire, and nothing more. */
export class RawClient {
    readonly received: ServerMessage[] = [];
    /** Close code and reason, once it is closed. */
    readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
    private request = 0;

    constructor(readonly socket: WebSocket) {
        socket.binaryType = 'arraybuffer';
        socket.on('message', data => this.received.push(decodeServerMessage(new Uint8Array(data as ArrayBuffer))));
        socket.on('error', () => undefined);
        this.closed = new Promise(resolve => {
            socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
        });
    }

    send(message: ClientMessage): void {
        this.socket.send(encodeClientMessage(message));
    }

    async open(path: string, epoch?: string, stateVector?: Uint8Array): Promise<Opened> {
        const request = ++this.request;
        this.send({ type: 'open', request, path, epoch, stateVector });
        const answer = await waitFor('the answer', () =>
            this.received.find(message => 'request' in message && message.request === request)
        );
        if (answer.type !== 'opened') {
            throw new Error(`Not opened: ${JSON.stringify(answer)}`);
        }
        return answer;
    }

    of<T extends ServerMessage['type']>(type: T): Extract<ServerMessage, { type: T }>[] {
        return this.received.filter(message => message.type === type) as Extract<ServerMessage, { type: T }>[];
    }
}

export function person(name: string, role: Role = 'editor'): Person {
    return { kind: 'person', userId: UserId.parse(name.toLowerCase()), name, role };
}
