import { expect, followAndSignIn, openWorkbench, share, test } from './guests.js';
import { WorkspaceFolder } from './hub/workspace-folder.js';
import { AccountMenu } from './pages/account-menu.js';
import { DashboardPage } from './pages/dashboard-page.js';
import { Editor } from './pages/editor.js';
import { WorkbenchPage } from './pages/workbench-page.js';

test('SNAP-4, SNAP-7, SNAP-15: a snapshot is taken in the workbench, with what was not saved and without secrets', async ({
    hub,
    signIn,
    visitor,
    repository
}) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const env = 'API_TOKEN=ghp_0123456789abcdefghijklmnopqrstuvwxyz\n';
    await WorkspaceFolder.of(hub.dataDirectory, id).write('.env', env);
    const workbench = await openWorkbench(ada.page, hub.url, id);
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
        origin: new URL(ada.page.url()).origin
    });

    await workbench.run('File: Auto Save');
    const readme = await workbench.openFile('README.md');
    await readme.moveTo(1);
    await readme.type(' in one snapshot');
    await expect(readme.tab).toHaveClass(/theia-mod-dirty/);

    await workbench.run('Workspace: Take Snapshot');
    const dialog = ada.page.getByRole('dialog', { name: 'Take Workspace Snapshot' });
    await expect(dialog.getByRole('checkbox', { name: /^\.env/ })).toBeChecked();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('From the workbench');
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    const link = dialog.getByRole('textbox', { name: 'Snapshot link' });
    await expect(link).toHaveValue(/\/s\/[\w-]{20,}$/);
    const url = await link.inputValue();
    const copied = () => ada.page.evaluate(() => navigator.clipboard.readText());
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(copied).toBe(url);
    await dialog.getByRole('button', { name: 'Copy as Markdown' }).click();
    await expect.poll(copied).toBe(`[![Open in Longtable](${hub.url}/badge.svg)](${url})`);
    await dialog.getByRole('button', { name: 'Close' }).click();

    const grace = await signIn('Grace');
    const opened = (await (
        await grace.client.call('POST', '/snapshots/open', { token: new URL(url).pathname.slice('/s/'.length) })
    ).json()) as { id: string };
    await grace.client.untilStatus(opened.id, 'running');
    const copy = WorkspaceFolder.of(hub.dataDirectory, opened.id);
    expect(await copy.text('README.md')).toContain('# Guests in one snapshot\n');
    await expect(copy.text('.env')).rejects.toThrow('ENOENT');
    await openWorkbench(grace.page, hub.url, opened.id);
    const same = new Editor(grace.page, 'README.md');
    await expect(same.tab).toBeVisible();
    await expect.poll(() => same.text()).toContain('# Guests in one snapshot');

    const [page] = await Promise.all([
        ada.context.waitForEvent('page'),
        new AccountMenu(ada.page).choose('Manage Snapshots')
    ]);
    const dashboard = new DashboardPage(page, hub.url);
    await expect(dashboard.dialog.getByRole('heading', { name: 'Manage Snapshots' })).toBeVisible();
    await expect(dashboard.dialog.getByRole('listitem')).toContainText('From the workbench');
    await page.close();

    await new AccountMenu(ada.page).choose('Take Workspace Snapshot');
    await expect(dialog.getByRole('button', { name: 'Take snapshot' })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Close' }).click();

    const guest = await visitor('Vera');
    await followAndSignIn(guest, await share(ada, id, { role: 'viewer' }));
    const menu = new AccountMenu(guest.page);
    await new WorkbenchPage(guest.page).untilReady();
    await menu.open();
    await expect(menu.item('Take Workspace Snapshot')).toHaveCount(0);
    await expect(menu.item('Manage Snapshots')).toHaveCount(0);
});
