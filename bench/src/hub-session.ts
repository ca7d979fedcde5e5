import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGitServer } from '@longtable/e2e/git-server';
import { freePort, HubProcess } from '@longtable/e2e/hub-process';

interface WorkspaceAnswer {
    readonly id: string;
    readonly status: string;
    readonly statusReason?: string;
    readonly progress?: { readonly step: string };
}

/** A real hub with a real git server beside it, and one person signed in. */
export class HubSession {
    private constructor(
        readonly hub: HubProcess,
        readonly dataDirectory: string,
        readonly repository: string,
        /** Value of the Cookie header. */
        readonly cookie: string,
        private readonly disposals: readonly (() => Promise<unknown>)[]
    ) {}

    /** Starts everything; the repository holds the given files. */
    static async start(files: Readonly<Record<string, string | Buffer>>): Promise<HubSession> {
        const gitServer = await startGitServer();
        const { url } = await gitServer.addRepository('bench.git', files);
        const dataDirectory = await mkdtemp(path.join(tmpdir(), 'longtable-bench-'));
        const hub = new HubProcess(await freePort(), dataDirectory, {
            LONGTABLE_EGRESS_ALLOW: new URL(gitServer.url).host
        });
        const disposals = [
            () => hub.stop(),
            () => gitServer.dispose(),
            () => rm(dataDirectory, { recursive: true, force: true })
        ];
        try {
            await hub.start();
            return new HubSession(hub, dataDirectory, url, await signIn(hub), disposals);
        } catch (error) {
            await runAll(disposals);
            throw error;
        }
    }

    async call(method: string, address: string, body?: unknown): Promise<Response> {
        const response = await fetch(`${this.hub.url}${address}`, {
            method,
            redirect: 'manual',
            // A connection that is kept open may be closed by the hub just when the next call takes it.
            headers: {
                connection: 'close',
                cookie: this.cookie,
                ...(body === undefined ? {} : { 'content-type': 'application/json' })
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) })
        });
        if (response.status >= 400) {
            throw new Error(`${method} ${address}: ${String(response.status)} ${await response.text()}`);
        }
        return response;
    }

    async workspace(id: string): Promise<WorkspaceAnswer> {
        return (await (await this.call('GET', `/api/v1/workspaces/${id}`)).json()) as WorkspaceAnswer;
    }

    /** Makes a workspace and answers when each step of it ended, in milliseconds since the request. */
    async create(): Promise<{ readonly id: string; readonly steps: ReadonlyMap<string, number> }> {
        const began = performance.now();
        const response = await this.call('POST', '/api/v1/workspaces', { repository: this.repository });
        const { id } = (await response.json()) as WorkspaceAnswer;
        const steps = new Map<string, number>();
        for (let step = 'request'; ;) {
            const workspace = await this.workspace(id);
            const now = workspace.status === 'running' ? 'running' : (workspace.progress?.step ?? 'request');
            if (now !== step) {
                steps.set(step, performance.now() - began);
                step = now;
            }
            if (workspace.status === 'running') {
                return { id, steps };
            }
            if (workspace.status === 'failed') {
                throw new Error(`The workspace failed: ${workspace.statusReason ?? ''}`);
            }
        }
    }

    /** The cookie for the origin of a workspace, as a browser gets it on its way in. */
    async enter(id: string): Promise<string> {
        const { headers } = await this.call('GET', `/w/${id}`);
        const { host, pathname, search } = new URL(headers.get('location') ?? '');
        // Names below localhost are known to browsers, not to every resolver.
        const { hostname, port } = new URL(this.hub.url);
        const { get } = await import('node:http');
        return new Promise((resolve, reject) => {
            get({ hostname, port, path: `${pathname}${search}`, headers: { host } }, response => {
                response.resume();
                resolve((response.headers['set-cookie'] ?? []).map(header => header.split(';', 1)[0]).join('; '));
            }).on('error', reject);
        });
    }

    async remove(id: string): Promise<void> {
        await this.call('DELETE', `/api/v1/workspaces/${id}`);
    }

    /** Ends the workspaces, which would outlive the hub, then everything else, whatever goes wrong on the way. */
    async dispose(): Promise<void> {
        await runAll([() => this.removeAll().catch(() => this.removeWithNewHub()), ...this.disposals]);
    }

    /** Ctrl+C ends the hub as well, and one that has broken down left its workspaces running. */
    private async removeWithNewHub(): Promise<void> {
        const said = await this.hub.log();
        await this.hub.kill();
        await this.hub.start();
        await this.removeAll().catch((error: unknown) => {
            throw new Error(`The workspaces could not be removed. The hub had said:\n${said}`, { cause: error });
        });
    }

    private async removeAll(): Promise<void> {
        const response = await this.call('GET', '/api/v1/workspaces');
        const { workspaces } = (await response.json()) as { readonly workspaces: readonly WorkspaceAnswer[] };
        await runAll(workspaces.map(workspace => this.remove.bind(this, workspace.id)));
    }
}

async function signIn(hub: HubProcess): Promise<string> {
    const response = await fetch(`${hub.url}/login/dev`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Bench' })
    });
    return response.headers
        .getSetCookie()
        .map(header => header.split(';', 1)[0] ?? '')
        .join('; ');
}

async function runAll(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
    const failures: unknown[] = [];
    for (const step of steps) {
        await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) {
        throw new AggregateError(failures, 'Not everything could be ended.');
    }
}
