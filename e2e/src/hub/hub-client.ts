import { expect, type APIRequestContext, type APIResponse } from '@playwright/test';

/** What the tests look at of a workspace in the API's answers. */
export interface WorkspaceAnswer {
    readonly id: string;
    readonly name: string;
    readonly status: 'creating' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed';
    readonly statusReason?: string;
    readonly url: string;
}

/** The API as a signed-in program sees it. */
export class HubClient {
    constructor(
        private readonly request: APIRequestContext,
        private readonly hubUrl: string
    ) {}

    /** Signs in by name; the request context keeps the session's cookie. */
    async signIn(name: string): Promise<void> {
        const response = await this.request.post(`${this.hubUrl}/login/dev`, { data: { name } });
        expect(response.status(), await response.text()).toBe(200);
    }

    call(method: string, path: string, data?: unknown): Promise<APIResponse> {
        return this.request.fetch(`${this.hubUrl}/api/v1${path}`, { method, ...(data === undefined ? {} : { data }) });
    }

    async workspaces(): Promise<readonly WorkspaceAnswer[]> {
        const response = await this.call('GET', '/workspaces');
        const { workspaces } = (await response.json()) as { workspaces: WorkspaceAnswer[] };
        return workspaces;
    }

    async create(repository: string): Promise<WorkspaceAnswer> {
        const response = await this.call('POST', '/workspaces', { repository });
        expect(response.status(), await response.text()).toBe(201);
        return (await response.json()) as WorkspaceAnswer;
    }

    async workspace(id: string): Promise<WorkspaceAnswer> {
        const response = await this.call('GET', `/workspaces/${id}`);
        expect(response.status(), await response.text()).toBe(200);
        return (await response.json()) as WorkspaceAnswer;
    }

    /** Waits until a workspace is in a status. Fails at once when it has failed instead. */
    async untilStatus(id: string, status: WorkspaceAnswer['status']): Promise<WorkspaceAnswer> {
        let last = await this.workspace(id);
        await expect
            .poll(
                async () => {
                    last = await this.workspace(id);
                    return last.status === 'failed' ? `failed: ${last.statusReason ?? ''}` : last.status;
                },
                { timeout: 120_000, intervals: [100, 250, 500] }
            )
            .toMatch(new RegExp(`^(${status}|failed.*)$`));
        expect(last.status, last.statusReason).toBe(status);
        return last;
    }

    /** Makes a workspace and waits until its IDE answers. */
    async createRunning(repository: string): Promise<WorkspaceAnswer> {
        const { id } = await this.create(repository);
        return this.untilStatus(id, 'running');
    }
}
