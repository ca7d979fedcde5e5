import { expect, openWorkbench, test } from './guests.js';
import { Terminal } from './pages/terminal.js';

test('SNAP-34: the terminals of who takes a snapshot come back with what they showed, in the same directory', async ({
    hub,
    signIn,
    repository
}) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const workbench = await openWorkbench(ada.page, hub.url, id);
    const terminal = await workbench.openTerminal();
    await terminal.enter('cd src && echo seat-$((40 + 2))');
    await expect.poll(() => terminal.text()).toContain('seat-42');

    await workbench.run('Workspace: Take Snapshot');
    const dialog = ada.page.getByRole('dialog', { name: 'Take Workspace Snapshot' });
    await expect(dialog.getByRole('checkbox', { name: 'With the text of my terminals' })).toBeChecked();
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    const link = dialog.getByRole('textbox', { name: 'Snapshot link' });
    await expect(link).toHaveValue(/\/s\//);
    const token = new URL(await link.inputValue()).pathname.slice('/s/'.length);

    const grace = await signIn('Grace');
    const opened = (await (await grace.client.call('POST', '/snapshots/open', { token })).json()) as { id: string };
    await grace.client.untilStatus(opened.id, 'running');
    await openWorkbench(grace.page, hub.url, opened.id);
    const shown = grace.page.locator('.terminal-container', { hasText: 'seat-42' });
    await expect(shown).toBeVisible();
    const all = await grace.page.locator('.terminal-container').allTextContents();
    const again = new Terminal(
        grace.page,
        all.findIndex(text => text.includes('seat-42'))
    );
    await expect.poll(() => again.text()).toContain('as the snapshot has kept it');
    expect(await again.output('basename $PWD')).toBe('src');
});
