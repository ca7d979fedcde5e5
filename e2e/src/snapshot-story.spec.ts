import type { Page, TestInfo } from '@playwright/test';
import { expect, followAndSignIn, join, openWorkbench, share, test, type Visitor } from './guests.js';
import { HubClient } from './hub/hub-client.js';
import { WorkspaceFolder } from './hub/workspace-folder.js';
import { Editor } from './pages/editor.js';
import { arrangementOf } from './pages/layout.js';
import { Terminal } from './pages/terminal.js';
import { WorkbenchPage } from './pages/workbench-page.js';

/** The editors of the one who takes the snapshot: one of them beside the others. */
const SPLIT = [['README.md', 'count.mjs'], ['count.mjs']];
const breakpointsIn = (page: Page) => page.locator('.glyph-margin-widgets [class*="codicon-debug-breakpoint"]');

/** Follows the link of a snapshot in a browser that has never been here; answers the new workspace. */
async function openByLink(visitor: Visitor, link: string, hubUrl: string): Promise<string> {
    await followAndSignIn(visitor, link);
    await visitor.page.getByRole('button', { name: 'Open as my workspace' }).click();
    await new WorkbenchPage(visitor.page).untilReady();
    const [made] = await new HubClient(visitor.context.request, hubUrl).workspaces();
    return made?.id ?? '';
}

/** Sees that a workspace is what the two had before them when the snapshot was taken. */
async function expectThatMoment({ page }: Visitor, folder: WorkspaceFolder, info: TestInfo): Promise<void> {
    await expect.poll(async () => (await arrangementOf(page)).editors).toEqual(SPLIT);
    await expect(breakpointsIn(page).first()).toBeVisible();
    expect(await folder.text('README.md')).toContain('# Guests by Ada and Grace\n');
    await new Editor(page, 'README.md').tab.click();
    await expect.poll(() => new Editor(page, 'README.md').text()).toContain('# Guests by Ada and Grace');
    await expect(page.locator('.terminal-container', { hasText: 'seat-42' })).toBeVisible();
    const shown = await page.locator('.terminal-container').allTextContents();
    const terminal = new Terminal(
        page,
        shown.findIndex(text => text.includes('seat-42'))
    );
    await expect.poll(() => terminal.text()).toContain('as the snapshot has kept it');
    expect(await terminal.output('basename $PWD')).toBe('src');
    await info.attach('opened', { body: await page.screenshot(), contentType: 'image/png' });
}

test('a snapshot is the state two people had before them, for a third and, when the original is gone, for a fourth', async ({
    hub,
    repository,
    signIn,
    visitor
}, info) => {
    test.setTimeout(8 * 60_000);
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const adas = await openWorkbench(ada.page, hub.url, id);
    await adas.run('File: Auto Save');
    const readme = await adas.openFile('README.md');
    await readme.tab.dblclick();

    const grace = await visitor('Grace');
    const graces = await join(grace, await share(ada, id, { role: 'editor' }));
    await graces.run('File: Auto Save');
    const same = await graces.openFile('README.md');

    // Each types what nobody saves.
    await readme.moveTo(1);
    await readme.type(' by Ada');
    await expect.poll(() => same.text()).toContain('# Guests by Ada');
    await same.moveTo(1);
    await same.type(' and Grace');
    await expect.poll(() => readme.text()).toContain('# Guests by Ada and Grace');
    expect(await WorkspaceFolder.of(hub.dataDirectory, id).text('README.md')).not.toContain('Grace');

    const count = await adas.openFile('count.mjs');
    await count.tab.dblclick();
    await count.moveTo(5);
    await ada.page.keyboard.press('F9');
    await expect(count.breakpoints).toHaveCount(1);
    await adas.run('Split Editor Right');
    const terminal = await adas.openTerminal();
    await terminal.enter('cd src && echo seat-$((40 + 2))');
    await expect.poll(() => terminal.text()).toContain('seat-42');
    await expect.poll(async () => (await arrangementOf(ada.page)).editors.at(-1)).toEqual(['count.mjs']);

    await adas.run('Workspace: Take Snapshot');
    const dialog = ada.page.getByRole('dialog', { name: 'Take Workspace Snapshot' });
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    const field = dialog.getByRole('textbox', { name: 'Snapshot link' });
    await expect(field).toHaveValue(/\/s\/[\w-]{20,}$/);
    const link = await field.inputValue();
    await dialog.getByRole('button', { name: 'Close' }).click();

    const linus = await visitor('Linus');
    const third = await openByLink(linus, link, hub.url);
    await expectThatMoment(linus, WorkspaceFolder.of(hub.dataDirectory, third), info);

    // The original goes on, and then goes.
    await new Editor(ada.page, 'README.md').tab.click();
    await readme.moveTo(1);
    await readme.type(', later');
    await adas.run('File: Save');
    await expect
        .poll(() => WorkspaceFolder.of(hub.dataDirectory, id).text('README.md'))
        .toContain('# Guests by Ada and Grace, later');
    expect((await ada.client.call('DELETE', `/workspaces/${id}`)).status()).toBe(204);

    const mary = await visitor('Mary');
    const fourth = await openByLink(mary, link, hub.url);
    await expectThatMoment(mary, WorkspaceFolder.of(hub.dataDirectory, fourth), info);
    expect(await WorkspaceFolder.of(hub.dataDirectory, third).text('README.md')).not.toContain('later');

    for (const [{ context }, made] of [
        [linus, third],
        [mary, fourth]
    ] as const) {
        await new HubClient(context.request, hub.url).call('DELETE', `/workspaces/${made}`);
    }
});
