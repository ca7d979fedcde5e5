import { attachTime, expect, followAndSignIn, openWorkbench, share, test, uniqueName, whenAsked } from './guests.js';
import { AccountMenu } from './pages/account-menu.js';
import { DashboardPage } from './pages/dashboard-page.js';
import { EndedPage } from './pages/ended-page.js';
import { Notifications } from './pages/notifications.js';
import { People } from './pages/people.js';
import { ShareDialog } from './pages/share-dialog.js';
import { WorkbenchPage } from './pages/workbench-page.js';
import { RawClient } from './raw/raw-client.js';

test('a workspace is shared, joined by two, and taken back', async ({ hub, signIn, visitor, repository }, testInfo) => {
    test.setTimeout(15 * 60_000);
    const ada = await signIn('Ada');
    const grace = await visitor('Grace');
    const alan = await visitor('Alan');
    const { id, name } = await ada.client.createRunning(repository);
    const origin = new URL((await ada.client.workspace(id)).url).origin;
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });

    const adas = await openWorkbench(ada.page, hub.url, id);
    const gracesWorkbench = new WorkbenchPage(grace.page);
    const alansWorkbench = new WorkbenchPage(alan.page);
    const menu = new AccountMenu(ada.page);
    const dialog = new ShareDialog(ada.page);
    const notifications = new Notifications(ada.page);
    const people = {
        ada: new People(ada.page),
        grace: new People(grace.page),
        alan: new People(alan.page)
    };
    const shareState = async (): Promise<{ share?: { url: string; role: string } }> =>
        (await ada.client.call('GET', `/workspaces/${id}/share`)).json() as Promise<{ share?: never }>;
    let link = '';

    await test.step('Ada shares it; nothing is shared before she says so', async () => {
        await people.ada.expectExactly([ada.name, 'owner']);
        await menu.open();
        await expect(menu.item('Stop Sharing')).toHaveCount(0);
        await menu.item('Share Running Workspace').click();
        await expect(dialog.canView).toBeChecked();
        await expect(dialog.canEdit).not.toBeChecked();
        await expect(dialog.link).toHaveCount(0);
        expect(await shareState()).toEqual({});

        await dialog.canEdit.check();
        expect(await shareState()).toEqual({});
        link = await dialog.startSharing();
        expect(link.startsWith(`${hub.url}/join/`)).toBe(true);
        expect(link).not.toContain(id);
        expect((await shareState()).share).toMatchObject({ url: link, role: 'editor', approval: false });

        const notification = notifications.saying('Invitation link copied to clipboard!');
        for (const action of ['Make read-only', 'More info', 'Copy again']) {
            await expect(notification.getByRole('button', { name: action })).toBeVisible();
        }
        expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
        await dialog.close();
    });

    await test.step('Grace follows the link, signs in, and is in', async () => {
        await followAndSignIn(grace, link);
        await gracesWorkbench.untilReady();
        expect(new URL(grace.page.url()).origin).toBe(origin);
        for (const list of [people.ada, people.grace]) {
            await list.expectExactly([ada.name, 'owner'], [grace.name, 'editor']);
        }
        await expect(new AccountMenu(grace.page).items).toHaveCount(0);
    });

    await test.step('Ada wants to be asked from now on', async () => {
        await menu.choose('Share Running Workspace');
        await expect(dialog.link).toHaveValue(link);
        await dialog.approval.click();
        await expect.poll(async () => (await shareState()).share).toMatchObject({ url: link, approval: true });
        await dialog.close();
        await people.ada.expectExactly([ada.name, 'owner'], [grace.name, 'editor']);
    });

    const dashboard = new DashboardPage(await ada.context.newPage(), hub.url);
    await dashboard.open();

    await test.step('Alan waits, and Ada alone is told', async () => {
        await followAndSignIn(alan, link);
        await expect(alan.page.getByRole('heading', { name: `Waiting to enter ${name}` })).toBeVisible();
        await expect(notifications.saying(`${alan.name} asks to enter.`)).toBeVisible();
        const waiting = dashboard.page.getByRole('region', { name: 'Waiting to be let in' });
        await expect(waiting).toContainText(alan.name);
        await expect(new Notifications(grace.page).all.filter({ hasText: alan.name })).toHaveCount(0);
        const asked = await grace.context.request.get(`${hub.url}/api/v1/workspaces/${id}/requests`);
        expect(asked.status()).toBe(403);
        const early = await alan.context.request.get(`${hub.url}/api/v1/workspaces/${id}`);
        expect(early.status()).toBe(404);

        const joining = alan.page.waitForEvent('websocket', socket => socket.url().includes('/.longtable/presence'));
        const seen = people.ada.whenCounted(3);
        await notifications
            .saying(`${alan.name} asks to enter.`)
            .getByRole('button', { name: 'Admit (Can view)' })
            .click();
        await joining;
        const joined = Date.now();
        const took = Math.max(0, (await seen) - joined);
        await attachTime(testInfo, 'from the join of the third person to their avatar', took);
        await expect(waiting).not.toContainText(alan.name);
        await alansWorkbench.untilReady();
    });

    await test.step('everybody sees everybody, where they are and in how many tabs', async () => {
        for (const list of [people.ada, people.grace, people.alan]) {
            await list.expectExactly([ada.name, 'owner'], [grace.name, 'editor'], [alan.name, 'viewer']);
        }
        await expect(
            dashboard
                .row(name)
                .getByRole('list', { name: `Inside ${name}` })
                .getByRole('listitem')
        ).toHaveCount(3);
        const editor = await gracesWorkbench.openFile('guests.ts');
        await editor.moveTo(7);
        for (const list of [people.ada, people.alan]) {
            await expect(list.avatar(grace.name)).toHaveAttribute(
                'title',
                /\(editor\)\nActive\nsrc\/guests\.ts, line 7$/
            );
        }
        const card = await people.alan.openCard(grace.name);
        await expect(card).toContainText('src/guests.ts');
        await expect(card).toContainText('line 7');
        await expect(card.getByRole('button', { name: 'Remove…' })).toHaveCount(0);
        await alan.page.keyboard.press('Escape');
        await expect(card).toBeHidden();

        const second = await grace.context.newPage();
        await openWorkbench(second, hub.url, id);
        await expect(people.ada.avatar(grace.name)).toHaveAttribute('title', /\n2 tabs$/);
        await expect(people.ada.items).toHaveCount(3);
        await second.close();
        await expect(people.ada.avatar(grace.name)).not.toHaveAttribute('title', /tabs/);
    });

    await test.step('Ada lets Alan edit', async () => {
        // Their page loads anew with the new right, which may come after the list has changed.
        await alan.page.evaluate(() => (document.body.dataset['right'] = 'old'));
        const card = await people.ada.openCard(alan.name);
        await card.getByRole('combobox', { name: `Access of ${alan.name}` }).selectOption('editor');
        await alan.page.waitForFunction(() => document.body.dataset['right'] === undefined);
        for (const list of [people.ada, people.grace, people.alan]) {
            await list.expectExactly([ada.name, 'owner'], [grace.name, 'editor'], [alan.name, 'editor']);
        }
        await alansWorkbench.untilReady();
        const terminal = await alansWorkbench.openTerminal();
        expect(await terminal.output('cat README.md')).toContain('# Guests');
    });

    const gracesDashboard = new DashboardPage(await grace.context.newPage(), hub.url);
    const sharedWithGrace = gracesDashboard.page
        .getByRole('table', { name: 'Shared with me' })
        .getByRole('row', { name });
    await gracesDashboard.open();
    await expect(sharedWithGrace).toContainText(ada.name);

    const adasTerminal = await adas.openTerminal();
    await adasTerminal.output('seat=window');

    await test.step('Ada removes Alan; nobody else notices', async () => {
        const gracesEditor = await gracesWorkbench.openFile('README.md');
        const ended = new EndedPage(alan.page);
        const shown = ended.whenShown();
        const asked = whenAsked(ada.page, 'DELETE', '/.longtable/members/');
        await people.ada.remove(alan.name);
        const took = (await shown) - (await asked);
        await attachTime(testInfo, 'from the request to the end of a removed person', took);
        expect(took).toBeLessThan(2000);
        await ended.expectToSay(`${ada.name} removed you from this workspace.`, hub.url);
        for (const list of [people.ada, people.grace]) {
            await list.expectExactly([ada.name, 'owner'], [grace.name, 'editor']);
        }
        await gracesEditor.moveTo(1);
        await gracesEditor.type(' still here');
        await gracesEditor.untilSaved();
        await expect(gracesWorkbench.connectionStatus).toBeEmpty();
        expect(await adasTerminal.output('echo $seat; head -n 1 README.md')).toBe('window\n# Guests still here');

        await alan.page.goto(`${hub.url}/w/${id}`);
        await expect(alan.page.getByRole('alert')).toContainText(`${ada.name} removed you from this workspace.`);
        await expect(alan.page.getByRole('link', { name: 'Back to the workspaces' })).toBeVisible();
    });

    await test.step('Ada stops sharing; Grace is out, Ada goes on', async () => {
        const ended = new EndedPage(grace.page);
        const shown = ended.whenShown();
        const asked = whenAsked(ada.page, 'DELETE', '/.longtable/share');
        await menu.choose('Stop Sharing');
        const took = (await shown) - (await asked);
        await attachTime(testInfo, 'from Stop Sharing to the end of a guest', took);
        expect(took).toBeLessThan(2000);
        await ended.expectToSay(`${ada.name} stopped sharing this workspace.`, hub.url);
        await expect(sharedWithGrace).toHaveCount(0);
        await people.ada.expectExactly([ada.name, 'owner']);
        expect(await adasTerminal.output('echo $seat')).toBe('window');
        expect(await shareState()).toEqual({});
    });

    await test.step('sharing again makes a new link, and the old one leads nowhere', async () => {
        await menu.choose('Share Running Workspace');
        const again = await dialog.startSharing();
        expect(again).not.toBe(link);
        await grace.page.goto(link);
        await expect(grace.page.getByRole('heading', { name: 'You cannot enter here' })).toBeVisible();
        await expect(grace.page.getByRole('alert')).toContainText('This link is not good');
        await grace.page.goto(again);
        await gracesWorkbench.untilReady();
        await people.grace.expectExactly([ada.name, 'owner'], [grace.name, 'viewer']);
    });
});

test('a workspace is shared from the dashboard, and joined by people who are let in there', async ({
    hub,
    signIn,
    visitor,
    repository
}) => {
    const ada = await signIn('Ada');
    const alan = await visitor('Alan');
    const { name } = await ada.client.createRunning(repository);
    const dashboard = new DashboardPage(ada.page, hub.url);
    const dialog = new ShareDialog(ada.page);
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: hub.url });
    await dashboard.open();
    await dashboard.row(name).getByRole('button', { name: 'More actions' }).click();
    await ada.page.getByRole('menuitem', { name: 'Share', exact: true }).click();
    await expect(dialog.canView).toBeChecked();
    await dialog.dialog.getByText('Ask me before anyone enters').click();
    const link = await dialog.startSharing();
    await expect(dialog.dialog).toContainText('Invitation link copied to clipboard!');
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await dialog.close();

    await followAndSignIn(alan, link);
    await expect(alan.page.getByRole('heading', { name: `Waiting to enter ${name}` })).toBeVisible();
    await ada.page.getByRole('button', { name: `Admit as editor: ${alan.name}` }).click();
    await new WorkbenchPage(alan.page).untilReady();
    await expect(new People(alan.page).person(alan.name, 'editor')).toBeVisible();
    await expect(dashboard.row(name).getByRole('list', { name: `Inside ${name}` })).toContainText(alan.name);

    const alans = new DashboardPage(await alan.context.newPage(), hub.url);
    await alans.open();
    const sharedWithAlan = alans.page.getByRole('table', { name: 'Shared with me' }).getByRole('row', { name });
    await sharedWithAlan.getByRole('button', { name: 'More actions' }).click();
    await alans.page.getByRole('menuitem', { name: 'Leave', exact: true }).click();
    await alans.page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
    await expect(sharedWithAlan).toHaveCount(0);
    await new EndedPage(alan.page).expectToSay('You left this workspace.', hub.url);
});

for (const keepOnStop of [true, false]) {
    test(`sharing ${keepOnStop ? 'outlasts a stop when asked to' : 'ends with a stop'}`, async ({
        hub,
        signIn,
        repository
    }) => {
        const ada = await signIn('Ada');
        const { id } = await ada.client.createRunning(repository);
        const link = await share(ada, id, { role: 'editor', keepOnStop });
        const grace = await RawClient.signIn(hub, uniqueName('Grace'));
        expect((await grace.join(link)).text).toContain('"joined"');
        await grace.enter(id);
        expect((await grace.at(id, 'GET', '/.longtable/context')).status).toBe(200);

        expect((await ada.client.call('POST', `/workspaces/${id}/stop`)).ok()).toBe(true);
        await ada.client.untilStatus(id, 'stopped');
        expect((await ada.client.call('POST', `/workspaces/${id}/start`)).ok()).toBe(true);
        await ada.client.untilStatus(id, 'running');

        const context = await grace.at(id, 'GET', '/.longtable/context');
        const again = await grace.join(link);
        if (keepOnStop) {
            expect(context.status).toBe(200);
            expect(again.text).toContain('"joined"');
        } else {
            expect(context.status).toBe(403);
            expect(context.text).toContain('sharing has ended');
            expect(again.status).toBe(404);
            expect(await (await ada.client.call('GET', `/workspaces/${id}/share`)).json()).toEqual({});
        }
    });
}
