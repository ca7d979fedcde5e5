import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DashboardPage } from './pages/dashboard-page.js';
import { WorkbenchPage } from './pages/workbench-page.js';
import { expect, test } from './test.js';

test('an address that no workspace can be made from is refused beside the field', async ({ hub, signIn }) => {
    const { page, client } = await signIn('Ada');
    const dashboard = new DashboardPage(page, hub.url);
    await dashboard.open();
    await dashboard.create('not an address');
    const field = dashboard.dialog.getByRole('textbox', { name: 'Repository URL' });
    for (const [address, sentence] of [
        ['not an address', /is not the address of a Git repository/],
        ['ftp://example.org/team/app', /is not the address of a Git repository/],
        ['file:///etc', /is not the address of a Git repository/],
        ['https://user:secret@example.org/team/app', /holds a user name or password/],
        ['https://example.org', /names a server but no repository/],
        [`${hub.url}/team/app`, /address of Longtable itself/],
        ['http://10.1.2.3/team/app.git', /inside a private network/],
        ['http://169.254.169.254/latest/meta-data', /inside a private network/]
    ] as const) {
        await field.fill(address);
        await dashboard.dialog.getByRole('button', { name: 'Create workspace' }).click();
        await expect(dashboard.dialog).toContainText(sentence);
        await expect(field).toHaveAttribute('aria-invalid', 'true');
    }
    expect(await client.workspaces()).toEqual([]);
    expect(await readdir(path.join(hub.dataDirectory, 'volumes')).catch(() => [])).toEqual([]);
});

test('a clone that fails says why, and can be tried again or deleted', async ({ hub, signIn, gitServer }) => {
    await gitServer.addRepository('private.git', { 'a.txt': 'a' }, { login: { user: 'ada', password: 'secret' } });
    const { page, client } = await signIn('Ada');
    const dashboard = new DashboardPage(page, hub.url);
    for (const [name, sentence] of [
        ['private.git', /needs a login, or does not exist/],
        ['missing.git', /does not exist, or is private/]
    ] as const) {
        await dashboard.open();
        await dashboard.create(`${gitServer.url}/${name}`);
        const alert = page.getByRole('alert');
        await expect(alert).toContainText(sentence);
        await expect(alert).not.toContainText('secret');
        await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
        await page.getByRole('button', { name: 'Delete' }).click();
        await dashboard.dialog.getByRole('button', { name: 'Delete now' }).click();
        await expect(dashboard.newWorkspace).toBeVisible();
    }
    expect(await client.workspaces()).toEqual([]);
});

test('a repository with an odd name becomes a folder with a harmless one', async ({ hub, signIn, gitServer }) => {
    const { url } = await gitServer.addRepository('..%2f..%2fetc and more.git', { 'hello.txt': 'hello' });
    const { page, client } = await signIn('Ada');
    const { id } = await client.createRunning(url);
    const workbench = new WorkbenchPage(page);
    await page.goto(`${hub.url}/w/${id}`);
    await workbench.untilReady();
    await expect(workbench.file('hello.txt')).toBeVisible();
    const terminal = await workbench.openTerminal();
    expect(await terminal.output('pwd; ls -A /workspace | wc -l')).toMatch(
        /^\/workspace\/[A-Za-z0-9][A-Za-z0-9._-]*\n1$/
    );
});

test('an address behind # starts a workspace, through sign-in, and only once', async ({ hub, page, repository }) => {
    await page.goto(`${hub.url}/#${repository}`);
    await page.getByRole('textbox', { name: 'Name' }).fill(`Hedy ${process.pid}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const workbench = new WorkbenchPage(page);
    await page.waitForURL(/^http:\/\/[a-z][a-z0-9]+\.localhost:\d+\//);
    await workbench.untilReady();

    const dashboard = new DashboardPage(page, hub.url);
    await dashboard.open();
    await expect(dashboard.row('guests')).toHaveCount(1);
    await page.reload();
    await expect(dashboard.row('guests')).toHaveCount(1);
});
