import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { DashboardPage } from './pages/dashboard-page.js';
import { expect, test } from './test.js';

test('everything in the dashboard can be done by keyboard', async ({ hub, signIn }) => {
    const { page, client } = await signIn('Ada');
    const { keyboard } = page;
    const dashboard = new DashboardPage(page, hub.url);
    await dashboard.open();

    await dashboard.newWorkspace.focus();
    await keyboard.press('Enter');
    await expect(dashboard.dialog.getByRole('textbox', { name: 'Repository URL' })).toBeFocused();
    await keyboard.press('Escape');
    await expect(dashboard.dialog).toBeHidden();
    await expect(dashboard.newWorkspace).toBeFocused();

    const response = await client.call('POST', '/workspaces', { name: 'Breakfast' });
    const { id } = (await response.json()) as { id: string };
    await client.untilStatus(id, 'running');
    await client.call('POST', `/workspaces/${id}/stop`);
    await expect(dashboard.row('Breakfast')).toContainText('Stopped');

    const actions = dashboard.row('Breakfast').getByRole('button', { name: 'More actions' });
    await actions.focus();
    await keyboard.press('Enter');
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await keyboard.type('Ren');
    await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(dashboard.dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await keyboard.press('Control+a');
    await keyboard.type('Dinner');
    await keyboard.press('Enter');
    await expect(dashboard.row('Dinner')).toBeVisible();
    await expect(dashboard.dialog).toBeHidden();

    await dashboard.row('Dinner').getByRole('button', { name: 'More actions' }).focus();
    await keyboard.press('Enter');
    await keyboard.type('Del');
    await keyboard.press('Enter');
    await expect(dashboard.dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await keyboard.press('Tab');
    await expect(dashboard.dialog.getByRole('button', { name: 'Delete now' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(dashboard.row('Dinner')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
    test(`the pages have no accessibility problems that a program can find, ${colorScheme}`, async ({
        hub,
        signIn,
        browser,
        contextOptions
    }) => {
        const visitor = await browser.newContext({ ...contextOptions, colorScheme });
        const outside = await visitor.newPage();
        await outside.goto(`${hub.url}/`);
        await expect(outside.getByRole('button', { name: 'Sign in' })).toBeVisible();
        expect(await violations(outside)).toEqual([]);
        await visitor.close();

        const { page, client } = await signIn('Ada');
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const dashboard = new DashboardPage(page, hub.url);
        await dashboard.open();
        expect(await violations(page)).toEqual([]);

        await client.call('POST', '/workspaces', { name: 'Breakfast' });
        await expect(dashboard.row('Breakfast')).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await dashboard.newWorkspace.click();
        await expect(dashboard.dialog).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await dashboard.row('Breakfast').getByRole('button', { name: 'More actions' }).click();
        await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
        expect(await violations(page)).toEqual([]);
    });
}

test('the dashboard fits a phone', async ({ hub, signIn }) => {
    const { page, client } = await signIn('Ada');
    await page.setViewportSize({ width: 360, height: 740 });
    await client.call('POST', '/workspaces', { name: 'A workspace with a name that is longer than a phone is wide' });
    const dashboard = new DashboardPage(page, hub.url);
    await dashboard.open();
    await expect(dashboard.table.getByRole('row').last()).toBeVisible();
    expect(await overflow(page)).toBe(0);

    const actions = dashboard.table.getByRole('button', { name: 'More actions' });
    const box = await actions.boundingBox();
    expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    await actions.click();
    await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeInViewport();
    await page.keyboard.press('Escape');
    await dashboard.newWorkspace.click();
    await expect(dashboard.dialog.getByRole('button', { name: 'Create workspace' })).toBeInViewport();
    expect(await overflow(page)).toBe(0);
});

/** What axe finds, a line each: the rule and the elements. */
async function violations(page: Page): Promise<readonly string[]> {
    const { violations: found } = await new AxeBuilder({ page }).analyze();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** How many pixels the page is wider than the screen. */
function overflow(page: Page): Promise<number> {
    return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('an administrator disables an account and enables it again', async ({ ownHub, signIn }) => {
    // Who signs in first at a hub is its administrator.
    const ada = await signIn('Ada', ownHub);
    const grace = await signIn('Grace', ownHub);
    const graces = new DashboardPage(grace.page, ownHub.url);
    await graces.open();
    await new DashboardPage(ada.page, ownHub.url).open();
    await ada.page.getByRole('button', { name: 'Account menu' }).click();
    await ada.page.getByRole('menuitem', { name: 'Accounts' }).click();
    const account = ada.page.getByRole('list', { name: 'Accounts' }).getByRole('listitem', { name: grace.name });
    await expect(account).toContainText('signs in by name');
    expect(await violations(ada.page)).toEqual([]);
    await account.getByRole('button', { name: `Disable ${grace.name}` }).click();
    await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await expect(account).toContainText('Disabled');
    expect((await grace.client.call('GET', '/me')).status()).toBe(401);
    await expect(graces.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await account.getByRole('button', { name: `Enable ${grace.name}` }).click();
    await expect(account).not.toContainText('Disabled');

    await grace.page.goto(`${ownHub.url}/login?returnTo=/users`);
    await grace.page.getByRole('textbox', { name: 'Name' }).fill(grace.name);
    await grace.page.getByRole('button', { name: 'Sign in' }).click();
    await expect(grace.page.getByText('Only administrators of this Longtable may do that.')).toBeVisible();
});
