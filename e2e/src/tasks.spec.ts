import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { HubProcess } from './hub/hub-process.js';
import { processesIn } from './hub/workspace-processes.js';
import { Notifications } from './pages/notifications.js';
import { StartUpTab } from './pages/start-up-tab.js';
import { WorkbenchPage } from './pages/workbench-page.js';
import { expect, test } from './test.js';

/** What the tasks of a workspace have written into a file of its folder, line by line, seen from outside. */
async function steps(hub: HubProcess, id: string, folder: string): Promise<readonly string[]> {
    const file = path.join(hub.dataDirectory, 'volumes', id, 'workspace', folder, 'steps.txt');
    return (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(line => line !== '');
}

async function openWorkbench(page: Page, hub: HubProcess, id: string): Promise<WorkbenchPage> {
    const workbench = new WorkbenchPage(page);
    await page.goto(`${hub.url}/w/${id}`);
    await workbench.untilReady();
    return workbench;
}

test('tasks run without anybody there, init once, and show in tabs what they did', async ({
    hub,
    signIn,
    gitServer
}) => {
    const { url } = await gitServer.addRepository('tasks.git', {
        'README.md': '# Tasks\n',
        '.gitpod.yml': `tasks:
  - name: Server
    before: export SEAT=window; echo before >> steps.txt
    init: echo init >> steps.txt
    command: echo "command $SEAT $LONGTABLE_START" >> steps.txt; echo "the table is $(echo laid)"
  - name: Broken
    init: sh -c 'exit 3'
    command: echo never >> steps.txt
`,
        '.devcontainer/devcontainer.json': `{
    // comments are fine
    "containerEnv": { "TABLE": "round" },
    "onCreateCommand": ["sh", "-c", "echo create >> steps.txt"],
    "postStartCommand": { "one": "echo start >> steps.txt" },
    "postAttachCommand": "echo attached to the $TABLE table",
}`
    });
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(url);

    await test.step('at a fresh start everything runs once', async () => {
        await expect
            .poll(async () => [...(await steps(hub, id, 'tasks'))].sort())
            .toEqual(['before', 'command window fresh', 'create', 'init', 'start']);
        const done = await steps(hub, id, 'tasks');
        // The tasks of one file wait until the dev container is created; within a terminal the order holds.
        expect(done[0]).toBe('create');
        expect(done.filter(step => step !== 'start')).toEqual(['create', 'before', 'init', 'command window fresh']);
    });

    await test.step('whoever comes finds the terminals', async () => {
        const workbench = await openWorkbench(ada.page, hub, id);
        const server = new StartUpTab(ada.page, 'Server');
        await server.open();
        await expect(server.terminal).toContainText('the table is laid');
        const broken = new StartUpTab(ada.page, 'Broken');
        await broken.open();
        await expect(broken.terminal).toContainText('init failed with exit code 3. Not run: command.');
        const attached = new StartUpTab(ada.page, 'postAttachCommand');
        await attached.open();
        await expect(attached.terminal).toContainText('attached to the round table');
        // A shell is left in each, and others have the environment too.
        const terminal = await workbench.openTerminal();
        expect(await terminal.output('echo "$TABLE"')).toBe('round');
    });

    await test.step('a page that loads anew shows them once', async () => {
        await ada.page.reload();
        await new WorkbenchPage(ada.page).untilReady();
        const server = new StartUpTab(ada.page, 'Server');
        await server.open();
        await expect(server.terminal).toContainText('the table is laid');
        await expect(server.tab).toHaveCount(1);
        await expect(new StartUpTab(ada.page, 'postAttachCommand').tab).toHaveCount(1);
        await ada.page.goto('about:blank');
    });

    await test.step('at the next start what is done once has been done', async () => {
        await ada.client.call('POST', `/workspaces/${id}/stop`);
        await ada.client.untilStatus(id, 'stopped');
        const before = await steps(hub, id, 'tasks');
        await ada.client.call('POST', `/workspaces/${id}/start`);
        await ada.client.untilStatus(id, 'running');
        await expect
            .poll(async () => [...(await steps(hub, id, 'tasks')).slice(before.length)].sort())
            .toEqual(['before', 'command window restart', 'start']);
        await openWorkbench(ada.page, hub, id);
        const server = new StartUpTab(ada.page, 'Server');
        await server.open();
        await expect(server.tab).toHaveCount(1);
        await expect(server.terminal).toContainText('the table is laid');
        await expect(server.terminal).not.toContainText('init');
        // What failed is due again.
        const broken = new StartUpTab(ada.page, 'Broken');
        await broken.open();
        await expect(broken.terminal).toContainText('init failed with exit code 3');
    });
});

test('a file that is not valid is told with its line and column, and the workspace starts all the same', async ({
    hub,
    signIn,
    gitServer
}) => {
    const { url } = await gitServer.addRepository('bad-tasks.git', {
        'README.md': '# Bad\n',
        '.gitpod.yml': 'tasks:\n  - name: Server\n    init: [npm, ci]\n',
        '.devcontainer.json': '{ "postStartCommand": "echo start >> steps.txt" }'
    });
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(url);
    const workbench = await openWorkbench(ada.page, hub, id);
    const notice = new Notifications(ada.page).saying('.gitpod.yml, line 3, column 11: tasks[0].init has to be text.');
    await expect(notice).toBeVisible();
    await expect(workbench.file('README.md')).toBeVisible();
    expect(await steps(hub, id, 'bad-tasks')).toEqual(['start']);
    await notice.getByRole('button', { name: 'Open File' }).click();
    await expect(
        ada.page.locator('#theia-main-content-panel .lm-TabBar-tab', { hasText: '.gitpod.yml' })
    ).toBeVisible();
    await expect(ada.page.locator('#theia-statusBar')).toContainText('Ln 3, Col 11');
});

test('tasks that end with the IDE are named, and are not run twice', async ({ hub, signIn, gitServer }) => {
    const { url } = await gitServer.addRepository('long-tasks.git', {
        'README.md': '# Long\n',
        '.gitpod.yml': `tasks:
  - name: Server
    command: echo server >> steps.txt; sleep 100000
  - name: Short
    command: echo short >> steps.txt
`
    });
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(url);
    await openWorkbench(ada.page, hub, id);
    await new StartUpTab(ada.page, 'Server').open();
    await expect.poll(async () => [...(await steps(hub, id, 'long-tasks'))].sort()).toEqual(['server', 'short']);

    const backend = (await processesIn(hub.dataDirectory, id)).find(({ command }) =>
        command.includes('backend/main.js')
    );
    process.kill(backend?.pid ?? 0, 'SIGKILL');
    const notice = new Notifications(ada.page).saying('ended with it and was not run again: “Server”.');
    await expect(notice).toBeVisible({ timeout: 180_000 });
    await expect(new StartUpTab(ada.page, 'Server').tab).toHaveCount(0);
    expect([...(await steps(hub, id, 'long-tasks'))].sort()).toEqual(['server', 'short']);
});
