import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { startGitServer, type GitServer } from './git-server.js';
import { HubClient } from './hub/hub-client.js';
import { freePort, HubProcess } from './hub/hub-process.js';
import { processesIn } from './hub/workspace-processes.js';
import { sampleRepository } from './sample-repository.js';

export { expect } from '@playwright/test';

/** Somebody with a browser of their own, signed in. */
export interface Person {
    readonly name: string;
    readonly context: BrowserContext;
    readonly page: Page;
    readonly client: HubClient;
}

export interface WorkerFixtures {
    readonly gitServer: GitServer;
    /** Address of a repository with {@link sampleRepository}. */
    readonly repository: string;
    /** The hub that most tests share. */
    readonly hub: HubProcess;
}

export interface TestFixtures {
    /** A hub of the test's own, for tests that take it away. It is started already. */
    readonly ownHub: HubProcess;
    /** Signs somebody in at a hub. Their workspaces are deleted when the test ends. */
    readonly signIn: (name: string, hub?: HubProcess) => Promise<Person>;
}

let people = 0;

export const test = base.extend<TestFixtures, WorkerFixtures>({
    gitServer: [
        async ({}, use) => {
            const server = await startGitServer();
            await use(server);
            await server.dispose();
        },
        { scope: 'worker' }
    ],

    repository: [
        async ({ gitServer }, use) => {
            const { url } = await gitServer.addRepository('guests.git', sampleRepository);
            await use(url);
        },
        { scope: 'worker' }
    ],

    hub: [
        async ({ gitServer }, use) => {
            await withHub(gitServer, use);
        },
        { scope: 'worker', timeout: 120_000 }
    ],

    ownHub: async ({ gitServer }, use) => {
        await withHub(gitServer, use);
    },

    signIn: async ({ browser, hub: shared, contextOptions }, use, testInfo) => {
        const present: Person[] = [];
        await use(async (name, hub = shared) => {
            // Every test is somebody new, so that none finds what another left.
            const unique = `${name} ${process.pid}-${++people}`;
            const context = await browser.newContext({ ...contextOptions, ...testInfo.project.use });
            const client = new HubClient(context.request, hub.url);
            const person = { name: unique, context, client, page: await context.newPage() };
            present.push(person);
            await client.signIn(unique);
            return person;
        });
        for (const { client, context } of present) {
            if (testInfo.status === testInfo.expectedStatus) {
                for (const { id } of await client.workspaces()) {
                    await client.call('DELETE', `/workspaces/${id}`);
                }
            }
            await context.close();
        }
    }
});

/** Runs a hub on a port and a data directory of its own, and sees to it that nothing of its workspaces is left. */
async function withHub(gitServer: GitServer, use: (hub: HubProcess) => Promise<void>): Promise<void> {
    const dataDirectory = await realpath(await mkdtemp(path.join(tmpdir(), 'longtable-e2e-')));
    const hub = new HubProcess(await freePort(), dataDirectory, {
        LONGTABLE_EGRESS_ALLOW: new URL(gitServer.url).host,
        LONGTABLE_LOG_LEVEL: 'debug'
    });
    try {
        await hub.start();
        await use(hub);
    } finally {
        await hub.stop();
        for (const { pid } of await processesIn(dataDirectory)) {
            kill(pid); // a test that failed may have left a workspace running
        }
        await rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
    }
}

function kill(pid: number): void {
    try {
        process.kill(pid, 'SIGKILL');
    } catch {
        // it has ended by itself
    }
}
