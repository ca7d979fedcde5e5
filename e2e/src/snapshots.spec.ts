import { chown, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, followAndSignIn, test } from './guests.js';
import { HubClient } from './hub/hub-client.js';
import type { HubProcess } from './hub/hub-process.js';
import { DashboardPage } from './pages/dashboard-page.js';

/** The folder of a workspace, on the disk of the server. */
async function folderOf(hub: HubProcess, id: string): Promise<string> {
    const directory = path.join(hub.dataDirectory, 'volumes', id, 'workspace');
    const [folder = ''] = (await readdir(directory)).filter(name => !name.startsWith('.'));
    return path.join(directory, folder);
}

/** Writes a file as somebody in the workspace would. */
async function write(hub: HubProcess, id: string, name: string, text: string): Promise<void> {
    const folder = await folderOf(hub, id);
    const file = path.join(folder, name);
    await writeFile(file, text);
    const { uid, gid } = await stat(folder);
    await chown(file, uid, gid);
}

/** Waits until the one workspace of somebody runs; answers its id. */
async function untilRunning(client: HubClient): Promise<string> {
    await expect.poll(async () => (await client.workspaces()).length).toBe(1);
    const id = (await client.workspaces())[0]?.id ?? '';
    await client.untilStatus(id, 'running');
    return id;
}

async function violations(page: Page): Promise<readonly string[]> {
    const { violations: found } = await new AxeBuilder({ page }).analyze();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

function overflow(page: Page): Promise<number> {
    return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('SNAP-4, SNAP-19, SNAP-23: a snapshot is taken, opened by others, outlives its workspace, and is revoked', async ({
    hub,
    repository,
    signIn,
    visitor
}) => {
    const { page, client } = await signIn('Ada');
    const { id } = await client.createRunning(repository);
    await write(hub, id, 'menu.txt', 'soup\n');
    await write(hub, id, '.env', 'TOKEN=1\n');
    const dashboard = new DashboardPage(page, hub.url);
    await dashboard.open();

    await dashboard.choose('guests', 'Take snapshot');
    const { dialog } = dashboard;
    await expect(dialog.getByRole('heading', { name: 'Take Workspace Snapshot' })).toBeVisible();
    await expect(dialog.getByRole('checkbox', { name: /^\.env / })).toBeChecked();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Before dinner');
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Nobody has eaten yet.');
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    const field = dialog.getByRole('textbox', { name: 'Snapshot link' });
    await expect(field).toHaveValue(/\/s\/[\w-]{40,}$/);
    const link = await field.inputValue();
    await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeVisible();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await dialog.getByRole('button', { name: 'Copy as Markdown' }).click();
    await expect
        .poll(() => page.evaluate(() => navigator.clipboard.readText()))
        .toBe(`[![Open in Longtable](${hub.url}/badge.svg)](${link})`);
    expect((await page.request.get(`${hub.url}/badge.svg`)).headers()['content-type']).toContain('image/svg');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();

    const grace = await visitor('Grace');
    await followAndSignIn(grace, link);
    await expect(grace.page.getByRole('heading', { name: 'Before dinner' })).toBeVisible();
    await expect(grace.page.getByText('Nobody has eaten yet.')).toBeVisible();
    await expect(grace.page.getByRole('definition').first()).toContainText('Ada');
    expect(await violations(grace.page)).toEqual([]);
    const gracesClient = new HubClient(grace.context.request, hub.url);
    expect(await gracesClient.workspaces()).toEqual([]);
    await grace.page.getByRole('button', { name: 'Open as my workspace' }).click();
    const first = await untilRunning(gracesClient);
    await expect(grace.page).toHaveURL(new RegExp(`^http://${first}\\.`));
    expect(await readFile(path.join(await folderOf(hub, first), 'menu.txt'), 'utf8')).toBe('soup\n');
    expect(await readdir(await folderOf(hub, first))).not.toContain('.env');
    await grace.page.close();

    await write(hub, id, 'menu.txt', 'cake\n');
    await dashboard.choose('guests', 'Delete');
    await dialog.getByRole('button', { name: 'Delete now' }).click();
    await expect(dashboard.row('guests')).toHaveCount(0);

    const linus = await visitor('Linus');
    await followAndSignIn(linus, link);
    await linus.page.getByRole('button', { name: 'Open as my workspace' }).click();
    const linusClient = new HubClient(linus.context.request, hub.url);
    const second = await untilRunning(linusClient);
    expect(await readFile(path.join(await folderOf(hub, second), 'menu.txt'), 'utf8')).toBe('soup\n');
    await linus.page.close();

    await page.getByRole('link', { name: 'Snapshots' }).click();
    const item = page.getByRole('listitem', { name: 'Before dinner' });
    await expect(item).toContainText('of guests (deleted)');
    await expect(item).toContainText('opened 2 times');
    await item.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Revoke link' }).click();
    await dialog.getByRole('button', { name: 'Revoke now' }).click();
    await expect(item).toContainText('No link');
    const late = await visitor('Late');
    await followAndSignIn(late, link);
    await expect(late.page.getByRole('heading', { name: 'This link has ended' })).toBeVisible();
    await expect(late.page.getByRole('alert')).toContainText('revoked');

    for (const [client2, workspace] of [
        [gracesClient, first],
        [linusClient, second]
    ] as const) {
        await client2.call('DELETE', `/workspaces/${workspace}`);
    }
});

test('SNAP-16, SNAP-24, SNAP-26: snapshots are managed in light, dark and on a phone', async ({ hub, signIn }) => {
    const { page, client } = await signIn('Ada');
    const made = (await (await client.call('POST', '/workspaces', { name: 'Breakfast' })).json()) as { id: string };
    await client.untilStatus(made.id, 'running');
    const dashboard = new DashboardPage(page, hub.url);
    await dashboard.open();
    await dashboard.choose('Breakfast', 'Take snapshot');
    const { dialog } = dashboard;
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Snapshot link' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();

    await dashboard.choose('Breakfast', 'Manage snapshots');
    await expect(dialog.getByRole('heading', { name: 'Manage Snapshots' })).toBeVisible();
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    await dialog.getByRole('button', { name: 'Make a link to the latest' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Link to the latest snapshot' })).toHaveValue(/\/s\//);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await page.getByRole('link', { name: 'Snapshots' }).click();
    const item = page.getByRole('listitem').filter({ hasText: 'Breakfast' });
    await item.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await dialog
        .getByRole('textbox', { name: 'Name' })
        .fill('A name that is much longer than the screen of a phone is wide');
    await dialog.getByRole('combobox', { name: 'Who may open it' }).selectOption('Only me');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const renamed = page.getByRole('listitem', { name: /^A name that is much longer/ });
    await expect(renamed).toContainText('Only me');

    for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await violations(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    // The page takes its new width with the next frame.
    await expect.poll(() => overflow(page)).toBe(0);
    await renamed.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete now' }).click();
    await expect(page.getByRole('heading', { name: 'No snapshot yet' })).toBeVisible();
});
