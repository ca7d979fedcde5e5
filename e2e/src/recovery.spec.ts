import { expect, openWorkbench, test } from './guests.js';
import { processesIn } from './hub/workspace-processes.js';

test('a hub that is killed and started again finds its workspaces; the page goes on', async ({
    ownHub,
    signIn,
    repository
}) => {
    const { page, client } = await signIn('Ada', ownHub);
    const { id } = await client.createRunning(repository);
    const workbench = await openWorkbench(page, ownHub.url, id);
    const terminal = await workbench.openTerminal();
    await terminal.output('seat=window');
    const before = await processesIn(ownHub.dataDirectory, id);

    await ownHub.kill();
    await expect(workbench.connectionStatus).toContainText('Reconnecting');
    const pids = (await processesIn(ownHub.dataDirectory, id)).map(({ pid }) => pid);
    expect(before.filter(({ command }) => command.includes('agent.mjs')).every(({ pid }) => pids.includes(pid))).toBe(
        true
    );

    await ownHub.start();
    expect((await client.workspace(id)).status).toBe('running');
    await expect(workbench.connectionStatus).toBeEmpty();
    // The same shell: it still knows the variable.
    expect(await terminal.output('echo $seat')).toBe('window');
});

test('what a terminal prints and what is typed into it while the hub is away comes once, and in order', async ({
    ownHub,
    signIn,
    repository
}) => {
    const { page, client } = await signIn('Ada', ownHub);
    const { id } = await client.createRunning(repository);
    const workbench = await openWorkbench(page, ownHub.url, id);
    const terminal = await workbench.openTerminal();
    // Whatever the width of the window, numbers and letters alone tell the order.
    const text = async () => (await terminal.text()).replaceAll(/\s/g, '');
    await terminal.enter(
        'stty -echo; clear; for n in $(seq 200); do printf " $n"; sleep 0.05; done; read -r said; echo "($said)"'
    );
    await expect.poll(text).toContain('12345678910');

    await ownHub.kill();
    await page.keyboard.type('typed while nobody heard it');
    await expect(workbench.connectionStatus).toContainText('Reconnecting');
    await ownHub.start();
    await expect(workbench.connectionStatus).toBeEmpty();
    await page.keyboard.press('Enter');

    const numbers = Array.from({ length: 200 }, (_, index) => String(index + 1)).join('');
    await expect.poll(text, { timeout: 60_000 }).toContain(`${numbers}(typedwhilenobodyheardit)`);
});

test('an IDE backend that is killed while somebody types comes back, with the text', async ({
    hub,
    signIn,
    repository
}) => {
    const { page, client } = await signIn('Ada');
    const { id } = await client.createRunning(repository);
    const workbench = await openWorkbench(page, hub.url, id);
    const editor = await workbench.openFile('README.md');
    await editor.moveTo(1);
    await editor.type(' one');
    await editor.untilSaved();

    const backends = await processesIn(hub.dataDirectory, id);
    const backend = backends.find(({ command }) => command.includes('/ide/lib/backend/main.js'));
    expect(backend, JSON.stringify(backends)).toBeDefined();
    await editor.type(' two');
    // Theia loads the page anew, as another backend knows nothing of it; text does not wait for that.
    await page.evaluate(() => (document.body.dataset['backend'] = 'killed'));
    process.kill(backend?.pid ?? 0, 'SIGKILL');
    await editor.type(' three');

    await expect
        .poll(async () =>
            (await processesIn(hub.dataDirectory, id)).filter(({ command }) => command.includes('backend/main'))
        )
        .not.toEqual([]);
    await page.waitForFunction(() => document.body.dataset['backend'] === undefined, undefined, { timeout: 120_000 });
    await workbench.untilReady();
    await expect(async () => {
        expect(await editor.text()).toContain('# Guests one two three');
        await expect(editor.tab).not.toHaveClass(/theia-mod-dirty/, { timeout: 1000 });
        await expect(workbench.connectionStatus).toBeEmpty({ timeout: 1000 });
    }).toPass({ timeout: 120_000 });
    const terminal = await workbench.openTerminal();
    await expect.poll(() => terminal.output('head -n 1 README.md')).toBe('# Guests one two three');
    expect((await client.workspace(id)).status).toBe('running');
});
