import { expect, join, openWorkbench, share, test } from './guests.js';
import { Notifications } from './pages/notifications.js';
import { People } from './pages/people.js';
import { Table } from './pages/table.js';
import { sampleRepository } from './sample-repository.js';

const LINES = 400;

const files = {
    ...sampleRepository,
    'long.ts': Array.from({ length: LINES }, (_, index) => `export const line${index + 1} = ${index + 1};`).join('\n'),
    'lib/deep/inner.ts': 'export const inner = 1;\n'
};

test('people see each other in files, follow each other and come when they are called', async ({
    hub,
    signIn,
    visitor,
    gitServer
}) => {
    test.setTimeout(15 * 60_000);
    const { url } = await gitServer.addRepository('table.git', files);
    const ada = await signIn('Ada');
    const grace = await visitor('Grace');
    const { id } = await ada.client.createRunning(url);
    const adas = await openWorkbench(ada.page, hub.url, id);
    const graces = await join(grace, await share(ada, id, { role: 'editor' }));

    const table = { ada: new Table(ada.page), grace: new Table(grace.page) };
    const people = { ada: new People(ada.page), grace: new People(grace.page) };
    await people.ada.expectExactly([ada.name, 'owner'], [grace.name, 'editor']);

    await test.step('every caret of the other is seen, with their name and in their colour', async () => {
        await adas.openFile('guests.ts');
        const editor = await graces.openFile('guests.ts');
        await editor.moveTo(2, 5);
        await expect(table.ada.flags.filter({ hasText: grace.name })).toBeVisible();
        await expect(table.ada.carets).toHaveCount(1);
        await expect(table.ada.flags).toHaveCount(0);

        await table.ada.carets.hover({ force: true });
        await expect(table.ada.flags.filter({ hasText: grace.name })).toBeVisible();

        await grace.page.keyboard.press('Shift+End');
        await expect(table.ada.selections).toHaveCount(1);
        await grace.page.keyboard.press('Control+Alt+ArrowDown');
        await expect(table.ada.carets).toHaveCount(2);
        await expect(table.ada.selections).toHaveCount(2);

        const face = (seenBy: People, name: string) =>
            Table.colour(seenBy.avatar(name).locator('.longtable-person-face'), 'background-color');
        const graceColour = await face(people.ada, grace.name);
        expect(await Table.colour(table.ada.carets.first(), 'border-left-color')).toBe(graceColour);
        expect(await face(people.grace, grace.name)).toBe(graceColour);
        expect(await face(people.ada, ada.name)).not.toBe(graceColour);
        await expect(table.grace.carets).toHaveCount(1);
        expect(await Table.colour(table.grace.carets, 'border-left-color')).toBe(await face(people.ada, ada.name));
    });

    await test.step('explorer and tabs say where people are, closed folders for what is in them', async () => {
        const here = `${grace.name} is here`;
        const tab = ada.page.locator('#theia-main-content-panel .lm-TabBar-tab', { hasText: 'guests.ts' });
        await expect(table.ada.markIn(tab, here)).toBeVisible();
        await expect(table.ada.markIn(adas.file('guests.ts'), here)).toBeVisible();
        await graces.openFile('inner.ts');
        await expect(table.ada.markIn(tab, here)).toHaveCount(0);
        await expect(table.ada.carets).toHaveCount(0);
        const folder = adas.explorer.locator('.theia-FileStatNode', { hasText: /^lib/ });
        await expect(table.ada.markIn(folder, `${grace.name} is in this folder`)).toBeVisible();
        const colour = await Table.colour(table.ada.markIn(folder, `${grace.name} is in this folder`).first(), 'color');
        expect(colour).toBe(
            await Table.colour(people.ada.avatar(grace.name).locator('.longtable-person-face'), 'background-color')
        );
    });

    await test.step('who follows goes from file to file and scrolls along', async () => {
        const card = await people.ada.openCard(grace.name);
        await card.getByRole('button', { name: 'Follow', exact: true }).click();
        await table.ada.expectFollowing(grace.name);
        await expect(ada.page.locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'inner.ts' })).toBeVisible();
        const long = await graces.openFile('long.ts');
        await expect(ada.page.locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'long.ts' })).toBeVisible();
        await long.moveTo(300);
        const line = (number: number) =>
            ada.page.locator('.theia-editor:not(.lm-mod-hidden) .view-line', { hasText: `line${number} ` });
        await expect(line(300)).toBeVisible();
        await long.lines.first().hover();
        await expect(async () => {
            await grace.page.mouse.wheel(0, -500); // a few lines, however much is asked for
            expect(await long.text()).not.toContain('line300 ');
        }).toPass({ intervals: [20] });
        await expect(line(300)).toHaveCount(0);
        await expect(async () => {
            const seen = /line(\d+) /.exec(await long.text());
            await expect(line(Number(seen?.[1]) + 3)).toBeVisible({ timeout: 2000 });
        }).toPass();
        await long.moveTo(300);
        await expect(line(300)).toBeVisible();
    });

    await test.step('an edit of the other does not end it, one key of their own does', async () => {
        await grace.page.keyboard.type(' // here', { delay: 20 });
        await expect(ada.page.locator('.view-line', { hasText: 'line300 = 300; // here' })).toBeVisible();
        await table.ada.expectFollowing(grace.name);
        await ada.page.keyboard.press('ArrowDown');
        await expect(table.ada.frame).toHaveCount(0);
        await graces.openFile('count.mjs');
        await expect(table.ada.markIn(adas.file('count.mjs'), `${grace.name} is here`)).toBeVisible();
        await expect(ada.page.locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'long.ts' })).toBeVisible();
    });

    await test.step('comparisons and previews are followed as well', async () => {
        await adas.runAndAnswer('Workspace: Follow…', grace.name);
        await table.ada.expectFollowing(grace.name);
        await graces.openFile('long.ts');
        // Git has to have seen the change.
        await expect(graces.file('long.ts')).toContainText('M');
        await graces.run('Git: Open Changes');
        await expect(ada.page.locator('.monaco-diff-editor')).toBeVisible();
        const readme = await graces.openFile('README.md');
        await readme.focus();
        await grace.page.keyboard.press('Control+Shift+v');
        const preview = ada.page.locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'Preview README.md' });
        await expect(preview).toBeVisible();
        await table.ada.expectFollowing(grace.name);
        await table.ada.stopFollowing(grace.name).click();
        await expect(table.ada.frame).toHaveCount(0);
    });

    await test.step('everybody comes who wants to, and nobody is asked twice in a row', async () => {
        await adas.openFile('guests.ts');
        await adas.run('Workspace: Bring Everyone to Me');
        await expect(new Notifications(ada.page).saying('One person has been asked')).toBeVisible();
        const question = new Notifications(grace.page).saying('asks everybody to come');
        await expect(question).toContainText(ada.name);
        await adas.run('Workspace: Bring Everyone to Me');
        await expect(new Notifications(ada.page).saying('You can do it again in')).toBeVisible();
        await expect(question).toHaveCount(1);
        await question.getByRole('button', { name: 'Follow' }).click();
        await table.grace.expectFollowing(ada.name);
        await expect(grace.page.locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'guests.ts' })).toBeVisible();
    });

    await test.step("one's own other tab is seen as such, and is not asked", async () => {
        const page = await ada.context.newPage();
        const other = await openWorkbench(page, hub.url, id);
        await people.ada.expectExactly([ada.name, 'owner'], [grace.name, 'editor']);
        await (await other.openFile('guests.ts')).moveTo(9);
        await expect(table.ada.flags.filter({ hasText: 'You, other tab' })).toBeVisible();
        await expect(new Notifications(page).all.filter({ hasText: 'asks everybody' })).toHaveCount(0);
        await page.close();
        await expect(table.ada.flags.filter({ hasText: 'You, other tab' })).toHaveCount(0);
    });

    await test.step('who follows each other stays, and a click ends it', async () => {
        const card = await people.ada.openCard(grace.name);
        await card.getByRole('button', { name: 'Follow', exact: true }).click();
        await table.ada.expectFollowing(grace.name);
        await table.grace.expectFollowing(ada.name);
        await expect(ada.page.locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'guests.ts' })).toBeVisible();
        await ada.page.locator('#theia-statusBar').click({ position: { x: 700, y: 5 } });
        await expect(table.ada.frame).toHaveCount(0);
        await table.grace.expectFollowing(ada.name);
    });

    await test.step('when the other leaves, following ends with a word', async () => {
        await ada.page.close();
        await expect(new Notifications(grace.page).saying('has left')).toBeVisible();
        await expect(table.grace.frame).toHaveCount(0);
    });
});
