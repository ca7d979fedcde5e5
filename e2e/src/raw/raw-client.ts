import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import type { HubProcess } from '../hub/hub-process.js';

const LOOPBACK = '127.0.0.1';

export interface RawAnswer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly text: string;
}

/** What makes a request differ from one that a well-behaved browser sends. */
export interface RawOptions {
    readonly body?: unknown;
    readonly headers?: OutgoingHttpHeaders;
}

/**
 * Somebody without a browser, who keeps every cookie and token they ever got and heeds nothing that they are told.
 */
export class RawClient {
    /** Cookies by origin: `''` is the hub, any other key the id of a workspace. */
    private readonly cookies = new Map<string, string>();
    /** Addresses with a one-time token, used or not. */
    readonly entrances: string[] = [];

    constructor(
        private readonly hub: HubProcess,
        readonly name: string
    ) {}

    /** Somebody who has signed in by name. */
    static async signIn(hub: HubProcess, name: string, email?: string): Promise<RawClient> {
        const client = new RawClient(hub, name);
        const answer = await client.atHub('POST', '/login/dev', { body: { name, ...(email ? { email } : {}) } });
        if (answer.status !== 200) {
            throw new Error(`${name} could not sign in: ${answer.text}`);
        }
        return client;
    }

    get userId(): Promise<string> {
        return this.atHub('GET', '/api/v1/me').then(({ text }) => (JSON.parse(text) as { id: string }).id);
    }

    /** A request to the hub's own origin. */
    atHub(method: string, path: string, options: RawOptions = {}): Promise<RawAnswer> {
        return this.send('', method, path, options);
    }

    /** A request to the origin of a workspace. */
    at(workspaceId: string, method: string, path: string, options: RawOptions = {}): Promise<RawAnswer> {
        return this.send(workspaceId, method, path, options);
    }

    /** Follows a share link. */
    join(link: string): Promise<RawAnswer> {
        return this.atHub('POST', '/api/v1/join', { body: { token: new URL(link).pathname.split('/').pop() } });
    }

    /** Goes into a workspace as a browser does, with a one-time token for a cookie of the workspace's own. */
    async enter(workspaceId: string): Promise<RawAnswer> {
        const entrance = await this.askForEntrance(workspaceId);
        if (entrance === undefined) {
            throw new Error(`${this.name} was not let into ${workspaceId}.`);
        }
        return this.at(workspaceId, 'GET', entrance);
    }

    /** The path with a one-time token that the hub gives out, unused; undefined when it gives none. */
    async askForEntrance(workspaceId: string): Promise<string | undefined> {
        const { headers } = await this.atHub('GET', `/w/${workspaceId}`);
        const location = new URL(headers.location ?? '', this.hub.url);
        if (!location.pathname.startsWith('/.longtable/enter')) {
            return undefined;
        }
        const entrance = `${location.pathname}${location.search}`;
        this.entrances.push(entrance);
        return entrance;
    }

    /** The headers with which a browser opens a WebSocket to a workspace. */
    headersAt(workspaceId: string): { host: string; cookie: string; origin: string } {
        const host = this.hostOf(workspaceId);
        return { host, cookie: this.cookies.get(workspaceId) ?? '', origin: `http://${host}` };
    }

    /** Opens a WebSocket to a workspace. Rejects with the status when it is refused. */
    async socket(workspaceId: string, path: string, headers: OutgoingHttpHeaders = {}): Promise<WebSocket> {
        const { socket, opened } = this.dial(workspaceId, path, headers);
        await opened;
        return socket;
    }

    /** A socket before it is open: the first message may come together with the answer that opens it. */
    dial(
        workspaceId: string,
        path: string,
        headers: OutgoingHttpHeaders = {}
    ): { readonly socket: WebSocket; readonly opened: Promise<unknown> } {
        const socket = new WebSocket(`ws://${LOOPBACK}:${this.hub.port}${path}`, {
            headers: { ...this.headersAt(workspaceId), ...headers } as Record<string, string>
        });
        const refused = new Promise<never>((_, reject) => {
            socket.on('unexpected-response', (_request, response) => {
                response.resume();
                reject(new Error(`refused with ${response.statusCode ?? 0}`));
            });
            socket.on('error', reject);
        });
        return { socket, opened: Promise.race([once(socket, 'open'), refused]) };
    }

    /** Reads a stream of a workspace until the other side ends it. */
    async readToEnd(workspaceId: string, path: string): Promise<{ status: number; text: Promise<string> }> {
        const response = await this.open(workspaceId, 'GET', path, {});
        return { status: response.statusCode ?? 0, text: textOf(response) };
    }

    private async send(origin: string, method: string, path: string, options: RawOptions): Promise<RawAnswer> {
        const response = await this.open(origin, method, path, options);
        const { statusCode: status = 0, headers } = response;
        const text = await textOf(response);
        const given = headers['set-cookie']?.map(cookie => cookie.split(';', 1)[0] ?? '');
        if (given !== undefined) {
            this.cookies.set(origin, given.join('; '));
        }
        return { status, headers, text };
    }

    private async open(
        origin: string,
        method: string,
        path: string,
        { body, headers }: RawOptions
    ): Promise<IncomingMessage> {
        const cookie = this.cookies.get(origin);
        const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
        const outgoing = request({
            host: LOOPBACK,
            port: this.hub.port,
            method,
            path,
            agent: false,
            headers: {
                host: this.hostOf(origin),
                ...(cookie === undefined ? {} : { cookie }),
                ...(payload === undefined
                    ? {}
                    : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
                ...headers
            }
        });
        outgoing.end(payload);
        const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
        return response;
    }

    private hostOf(origin: string): string {
        const { host } = new URL(this.hub.url);
        return origin === '' ? host : `${origin}.${host}`;
    }
}

/** Everything up to the end, however the other side ends it. */
async function textOf(response: IncomingMessage): Promise<string> {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.on('error', () => undefined); // cut off: what came before is the answer
    await new Promise(resolve => response.once('close', resolve));
    return text;
}
