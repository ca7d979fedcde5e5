import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { processesIn } from './hub/workspace-processes.js';
import { DashboardPage } from './pages/dashboard-page.js';
import { WorkbenchPage } from './pages/workbench-page.js';
import { expect, test } from './test.js';

test('Stop leaves no process, Delete leaves no file', async ({ hub, signIn, repository }) => {
    const { page, client } = await signIn('Ada');
    const { id, name } = await client.createRunning(repository);
    const dashboard = new DashboardPage(page, hub.url);
    const workbench = new WorkbenchPage(page);

    await page.goto(`${hub.url}/w/${id}`);
    await workbench.untilReady();
    const terminal = await workbench.openTerminal();
    // A process that ignores being asked, one that has left its session, and a file to find again.
    await terminal.output('(trap "" TERM HUP; sleep 86400) & setsid sleep 86401 & echo kept > kept.txt');
    expect((await processesIn(hub.dataDirectory, id)).map(({ command }) => command)).toEqual(
        expect.arrayContaining(['sleep 86400', 'sleep 86401'])
    );

    await dashboard.open();
    await dashboard.choose(name, 'Stop');
    await expect(dashboard.row(name)).toContainText('Stopped');
    expect(await processesIn(hub.dataDirectory, id)).toEqual([]);

    await dashboard.choose(name, 'Start');
    await expect(dashboard.row(name)).toContainText('Running');
    await dashboard.choose(name, 'Open');
    await workbench.untilReady();
    await expect(workbench.file('kept.txt')).toBeVisible();

    await dashboard.open();
    await dashboard.choose(name, 'Delete');
    await dashboard.dialog.getByRole('button', { name: 'Delete now' }).click();
    await expect(dashboard.row(name)).toHaveCount(0);
    await expect.poll(() => processesIn(hub.dataDirectory, id)).toEqual([]);
    expect((await client.call('GET', `/workspaces/${id}`)).status()).toBe(404);
    await expect
        .poll(async () => {
            const names = await readdir(path.join(hub.dataDirectory, 'volumes'));
            return names.filter(volume => volume.includes(id));
        })
        .toEqual([]);
});
