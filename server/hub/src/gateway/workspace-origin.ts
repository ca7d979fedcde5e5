import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
    DOCUMENTS_PATH,
    LongtableError,
    PRESENCE_PATH,
    WORKSPACE_EVENTS_PATH,
    WORKSPACE_HUB_PREFIX,
    type WorkspaceEvent,
    type WorkspaceId
} from '@longtable/common';
import { clientAddress } from '../http/client-address.js';
import { isFromAnotherOrigin } from '../http/same-origin.js';
import type { Assertions } from '../identity/assertions.js';
import { dial } from '../runtime/dial.js';
import type { Runtime, Service } from '../runtime/runtime.js';
import { ServiceAgent } from '../runtime/service-agent.js';
import { endStream } from '../sharing/event-streams.js';
import { workspaceOrigin } from '../workspaces/describe-workspace.js';
import type { Entries, Visitor } from './entries.js';
import { forwardRequest } from './forward-request.js';
import { forwardUpgrade } from './forward-upgrade.js';
import type { OpenConnections } from './open-connections.js';
import { isNavigation } from './refusals.js';
import type { WorkbenchCalls } from './workbench-calls.js';
import type { WorkbenchFiles } from './workbench-files.js';

export interface WorkspaceOriginOptions {
    readonly hubUrl: string;
    readonly entries: Entries;
    readonly runtime: Runtime;
    readonly assertions: Assertions;
    readonly connections: OpenConnections;
    readonly workbench: WorkbenchFiles;
    /** Answers what is the hub's own on the origin of a workspace. */
    readonly calls: WorkbenchCalls;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Answers everything on the origin of a workspace: who is asking first, then from here or from the workspace. */
export class WorkspaceOrigin {
    private readonly agents = new Map<WorkspaceId, ServiceAgent>();

    constructor(private readonly options: WorkspaceOriginOptions) {}

    /** Answers a request. Throws `LongtableError`s for the caller to answer. */
    async handle(request: IncomingMessage, response: ServerResponse, id: WorkspaceId): Promise<void> {
        const { hubUrl, workbench } = this.options;
        const origin = workspaceOrigin(hubUrl, id);
        const url = targetOf(request, origin);
        if (url.pathname === `${WORKSPACE_HUB_PREFIX}/enter`) {
            await this.enter(url.searchParams.get('token') ?? '', response, id);
            return;
        }
        if (!READS.has(request.method ?? '') && isFromAnotherOrigin(request, origin)) {
            throw crossOrigin();
        }
        if (READS.has(request.method ?? '') && workbench.serveIcon(request, response)) {
            return;
        }
        const page = workbench.page(url.pathname);
        if (READS.has(request.method ?? '') && workbench.has(url.pathname)) {
            workbench.serveOnOwnOrigin(request, response, () => response.writeHead(404).end());
            return;
        }
        const visitor = await this.visitorOrRefusal(request, id);
        if (visitor instanceof LongtableError) {
            if (isNavigation(request)) {
                // The hub knows whether they are signed in and may come in, and sends them back if so.
                redirect(response, `${hubUrl}/w/${id}`);
                return;
            }
            throw visitor;
        }
        if (url.pathname.startsWith(`${WORKSPACE_HUB_PREFIX}/`)) {
            await this.answerOwn(request, response, url, visitor);
        } else if (visitor.workspace.status !== 'running') {
            if (isNavigation(request)) {
                redirect(response, `${hubUrl}/workspaces/${id}`);
                return;
            }
            throw notRunning();
        } else if (page !== undefined) {
            answerPage(response, page);
        } else {
            await this.forward(request, response, visitor);
        }
    }

    /** Answers an upgrade. Throws `LongtableError`s for the caller to answer. */
    async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, id: WorkspaceId): Promise<void> {
        const { hubUrl, entries, runtime, assertions } = this.options;
        if (isFromAnotherOrigin(request, workspaceOrigin(hubUrl, id))) {
            throw crossOrigin();
        }
        const { pathname } = targetOf(request, workspaceOrigin(hubUrl, id));
        const visitor = await this.visitorOf(request, id);
        if (visitor.workspace.status !== 'running') {
            throw notRunning();
        }
        const service = serviceOf(pathname);
        const registration = this.register(request, visitor, () => socket.destroy());
        try {
            // Looked at again now that it would be closed: the right may have ended just before.
            const { person } = await this.visitorOf(request, id);
            const assertion = await assertions.for(person, id);
            // Dialled last: between here and where it is listened to, its errors would be nobody's.
            const workspace = await dial(runtime.address(id, service));
            if (socket.destroyed) {
                workspace.destroy();
                return;
            }
            await forwardUpgrade(request, socket, head, workspace, { assertion, cookieName: entries.cookieName });
        } catch (error) {
            throw error instanceof LongtableError ? error : unreachable(error);
        } finally {
            registration.dispose();
        }
    }

    /** Lets go of the connections kept open to a workspace that has ended. */
    forget(id: WorkspaceId): void {
        this.agents.get(id)?.destroy();
        this.agents.delete(id);
    }

    dispose(): void {
        for (const id of [...this.agents.keys()]) {
            this.forget(id);
        }
    }

    private async enter(token: string, response: ServerResponse, id: WorkspaceId): Promise<void> {
        const cookie = await this.options.entries.redeem(token, id);
        if (cookie === undefined) {
            // Used or too old, as after going back in the browser's history: the hub checks anew.
            redirect(response, `${this.options.hubUrl}/w/${id}`);
            return;
        }
        response.setHeader('Set-Cookie', cookie);
        response.setHeader('Referrer-Policy', 'no-referrer');
        redirect(response, '/');
    }

    private async answerOwn(
        request: IncomingMessage,
        response: ServerResponse,
        url: URL,
        visitor: Visitor
    ): Promise<void> {
        if (url.pathname !== WORKSPACE_EVENTS_PATH) {
            // Answered at once, and to be answered even if it ends the connections of the one who asks.
            await this.options.calls.answer(request, response, url, visitor);
            return;
        }
        const registration = this.register(request, visitor, farewell => {
            endStream(response, farewell);
        });
        try {
            const current = await this.visitorOf(request, visitor.workspace.id);
            await this.options.calls.answer(request, response, url, current);
        } finally {
            registration.dispose();
        }
    }

    /** Who makes a request. Throws `not-signed-in`, or `forbidden` with the sentence that says how their right ended. */
    private async visitorOf(request: IncomingMessage, id: WorkspaceId): Promise<Visitor> {
        const visitor = await this.options.entries.visitor(request, id);
        if (visitor === undefined) {
            throw new LongtableError(
                'not-signed-in',
                'Your session is over, or you may not be in this workspace. Open it from the dashboard.'
            );
        }
        return visitor;
    }

    private visitorOrRefusal(request: IncomingMessage, id: WorkspaceId): Promise<Visitor | LongtableError> {
        return this.visitorOf(request, id).catch((error: unknown) => {
            if (error instanceof LongtableError) {
                return error;
            }
            throw error;
        });
    }

    private register(
        request: IncomingMessage,
        { workspace, user, entry }: Visitor,
        close: (farewell?: WorkspaceEvent) => void
    ): { dispose(): void } {
        return this.options.connections.add({
            workspaceId: workspace.id,
            userId: user.id,
            sessionHash: entry.sessionHash,
            from: clientAddress(request),
            close
        });
    }

    private async forward(request: IncomingMessage, response: ServerResponse, visitor: Visitor): Promise<void> {
        const { assertions, entries } = this.options;
        const id = visitor.workspace.id;
        const registration = this.register(request, visitor, () => response.destroy());
        try {
            const { person } = await this.visitorOf(request, id);
            const assertion = await assertions.for(person, id);
            await forwardRequest(request, response, {
                agent: this.agentOf(id),
                assertion,
                cookieName: entries.cookieName
            });
        } catch (error) {
            throw error instanceof LongtableError ? error : unreachable(error);
        } finally {
            registration.dispose();
        }
    }

    private agentOf(id: WorkspaceId): ServiceAgent {
        let agent = this.agents.get(id);
        if (agent === undefined) {
            agent = new ServiceAgent(this.options.runtime.address(id, 'ide'));
            this.agents.set(id, agent);
        }
        return agent;
    }
}

/**
 * The address that a request names, on this origin. A target such as `//host/path` or `http://host/path` must not be
 * taken for that of another host, whose pages would then pass for this origin's own.
 */
function targetOf(request: IncomingMessage, origin: string): URL {
    const target = request.url?.startsWith('/') === true ? URL.parse(`${origin}${request.url}`) : null;
    if (target === null) {
        throw new LongtableError('bad-request', 'The address of the request could not be understood.');
    }
    return target;
}

/** What takes an upgrade at a path: the workspace, but for what is the hub's own or the agent's. */
function serviceOf(path: string): Service {
    if (path === PRESENCE_PATH || path === DOCUMENTS_PATH) {
        return 'agent';
    }
    if (path.startsWith(`${WORKSPACE_HUB_PREFIX}/`)) {
        throw new LongtableError('not-found', 'There is nothing at this address.');
    }
    return 'ide';
}

function unreachable(cause: unknown): LongtableError {
    return new LongtableError(
        'workspace-unreachable',
        'The IDE of the workspace does not answer. It is started again by itself; files are kept. Try again in a moment.',
        { cause }
    );
}

function notRunning(): LongtableError {
    return new LongtableError(
        'not-running',
        'The workspace is not running. Its files are kept; start it from the dashboard.'
    );
}

function crossOrigin(): LongtableError {
    return new LongtableError('cross-origin', 'The request came from a page of another origin and was refused.');
}

function redirect(response: ServerResponse, location: string): void {
    response.writeHead(302, { location, 'cache-control': 'no-store' }).end();
}

function answerPage(response: ServerResponse, page: string): void {
    response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'content-security-policy': "frame-ancestors 'self'"
    });
    response.end(page);
}
