import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
    can,
    LongtableError,
    WORKSPACE_HUB_PREFIX,
    type Installation,
    type WorkbenchContext,
    type WorkspaceId
} from '@longtable/common';
import { isFromAnotherOrigin } from '../http/same-origin.js';
import type { Assertions } from '../identity/assertions.js';
import { dial } from '../runtime/dial.js';
import type { Runtime } from '../runtime/runtime.js';
import { ServiceAgent } from '../runtime/service-agent.js';
import { describeUser } from '../sign-in/describe-user.js';
import { workspaceOrigin } from '../workspaces/describe-workspace.js';
import type { Workspaces } from '../workspaces/workspaces.js';
import { workspaceNotFound } from '../workspaces/workspace-records.js';
import type { Entries, Visitor } from './entries.js';
import { forwardRequest } from './forward-request.js';
import { forwardUpgrade } from './forward-upgrade.js';
import type { OpenConnections } from './open-connections.js';
import { isNavigation } from './refusals.js';
import type { WorkbenchFiles } from './workbench-files.js';

export interface WorkspaceOriginOptions {
    readonly hubUrl: string;
    readonly entries: Entries;
    readonly workspaces: Workspaces;
    readonly runtime: Runtime;
    readonly assertions: Assertions;
    readonly connections: OpenConnections;
    readonly workbench: WorkbenchFiles;
    /** Ends a session and everything derived from it. */
    readonly endSession: (sessionHash: string) => Promise<void>;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Answers everything on the origin of a workspace: who is asking first, then from here or from the workspace. */
export class WorkspaceOrigin {
    private readonly agents = new Map<WorkspaceId, ServiceAgent>();

    constructor(private readonly options: WorkspaceOriginOptions) {}

    /** Answers a request. Throws `LongtableError`s for the caller to answer. */
    async handle(request: IncomingMessage, response: ServerResponse, id: WorkspaceId): Promise<void> {
        const { hubUrl, entries, workbench } = this.options;
        const origin = workspaceOrigin(hubUrl, id);
        const url = targetOf(request, origin);
        if (url.pathname === `${WORKSPACE_HUB_PREFIX}/enter`) {
            await this.enter(url.searchParams.get('token') ?? '', response, id);
            return;
        }
        if (!READS.has(request.method ?? '') && isFromAnotherOrigin(request, origin)) {
            throw crossOrigin();
        }
        const page = workbench.page(url.pathname);
        if (READS.has(request.method ?? '') && workbench.has(url.pathname)) {
            workbench.serveOnOwnOrigin(request, response, () => response.writeHead(404).end());
            return;
        }
        const visitor = await entries.visitor(request, id);
        if (visitor === undefined) {
            if (isNavigation(request)) {
                // The hub knows whether they are signed in and may come in, and sends them back if so.
                redirect(response, `${hubUrl}/w/${id}`);
                return;
            }
            throw new LongtableError(
                'not-signed-in',
                'Your session is over, or you may not be in this workspace. Open it from the dashboard.'
            );
        }
        if (url.pathname.startsWith(`${WORKSPACE_HUB_PREFIX}/`)) {
            await this.handleOwn(request, response, url.pathname.slice(WORKSPACE_HUB_PREFIX.length), visitor);
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
        const { hubUrl, entries, runtime, assertions, connections } = this.options;
        if (isFromAnotherOrigin(request, workspaceOrigin(hubUrl, id))) {
            throw crossOrigin();
        }
        const visitor = await entries.visitor(request, id);
        if (visitor === undefined) {
            throw new LongtableError(
                'not-signed-in',
                'Your session is over, or you may not be in this workspace. Open it from the dashboard.'
            );
        }
        if (visitor.workspace.status !== 'running') {
            throw notRunning();
        }
        requireEdit(visitor);
        const registration = connections.add({
            workspaceId: id,
            userId: visitor.user.id,
            sessionHash: visitor.entry.sessionHash,
            close: () => socket.destroy()
        });
        try {
            const assertion = await assertions.for(visitor.person, id);
            // Dialled last: between here and where it is listened to, its errors would be nobody's.
            const workspace = await dial(runtime.address(id, 'ide'));
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

    private async handleOwn(
        request: IncomingMessage,
        response: ServerResponse,
        path: string,
        visitor: Visitor
    ): Promise<void> {
        const { workspaces } = this.options;
        switch (`${request.method ?? ''} ${path}`) {
            case 'GET /context':
                answer(response, await this.context(visitor));
                return;
            case 'POST /stop':
                answer(response, await workspaces.stop(visitor.user, visitor.workspace.id));
                return;
            case 'POST /sign-out':
                await this.options.endSession(visitor.entry.sessionHash);
                response.writeHead(204).end();
                return;
            default:
                throw new LongtableError('not-found', 'There is nothing at this address.');
        }
    }

    private async context(visitor: Visitor): Promise<WorkbenchContext> {
        const { workspaces, hubUrl, runtime } = this.options;
        const { workspace: record, person, user } = visitor;
        return {
            me: describeUser(user),
            workspace: workspaces.describe({ record, role: person.role }, await workspaces.ownerOf(record)),
            hubUrl,
            runtime: runtime.name satisfies Installation['runtime']
        };
    }

    private async forward(request: IncomingMessage, response: ServerResponse, visitor: Visitor): Promise<void> {
        const { assertions, connections, entries } = this.options;
        const id = visitor.workspace.id;
        requireEdit(visitor);
        const registration = connections.add({
            workspaceId: id,
            userId: visitor.user.id,
            sessionHash: visitor.entry.sessionHash,
            close: () => response.destroy()
        });
        try {
            const assertion = await assertions.for(visitor.person, id);
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

/** The IDE is for those who may edit: until there is a read-only one, others get nothing of it. */
function requireEdit(visitor: Visitor): void {
    if (!can(visitor.person.role, 'edit')) {
        throw workspaceNotFound();
    }
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

function answer(response: ServerResponse, body: unknown): void {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
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
