import type { Page } from '@playwright/test';
import { expect, join, openWorkbench, share, test } from './guests.js';
import { WorkspaceFolder } from './hub/workspace-folder.js';
import { processesIn } from './hub/workspace-processes.js';
import { Editor } from './pages/editor.js';

/** How long two people type in one line, in milliseconds. */
const TYPING_MS = Number(process.env['LONGTABLE_TYPING_MS'] ?? 20_000);

/** The texts of some editors once they are the same and on disk. */
async function agreed(folder: WorkspaceFolder, name: string, ...editors: readonly Editor[]): Promise<string> {
    let text = '';
    await expect(async () => {
        text = await folder.text(name);
        for (const editor of editors) {
            expect(await editor.text()).toBe(text);
        }
    }).toPass({ timeout: 60_000 });
    for (const editor of editors) {
        await editor.untilSaved();
    }
    return text;
}

/** Waits until some editors and the disk have a text. */
async function untilAgreed(
    folder: WorkspaceFolder,
    name: string,
    text: string,
    ...editors: readonly Editor[]
): Promise<void> {
    for (const editor of editors) {
        await expect.poll(() => editor.text()).toBe(text);
    }
    expect(await agreed(folder, name, ...editors)).toBe(text);
}

/** What was told of editors whose text differed from the document's, which must not happen. */
function watchForHealing(...pages: readonly Page[]): readonly string[] {
    const healed: string[] = [];
    for (const page of pages) {
        page.on('console', message => {
            if (message.text().includes('differed from the document')) {
                healed.push(message.text());
            }
        });
    }
    return healed;
}

/** What extensions have a page draw into the text of editors: one for each time that they say so. */
function watchDecorations(page: Page): { readonly count: number } {
    const said = { count: 0 };
    page.on('websocket', socket => {
        socket.on('framereceived', ({ payload }) => {
            said.count += payload.toString('latin1').split('$trySetDecorations').length - 1;
        });
    });
    return said;
}

async function press(page: Page, key: string, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
        await page.keyboard.press(key);
    }
}

test('two people type in one line at full speed while programs write the file', async ({
    hub,
    signIn,
    visitor,
    repository
}) => {
    const ada = await signIn('Ada');
    const grace = await visitor('Grace');
    const { id } = await ada.client.createRunning(repository);
    const folder = WorkspaceFolder.of(hub.dataDirectory, id);
    await folder.write('together.txt', 'first\n\nlast\n');
    const adas = await openWorkbench(ada.page, hub.url, id);
    const graces = await join(grace, await share(ada, id, { role: 'editor' }));
    const terminal = await openWorkbench(await ada.context.newPage(), hub.url, id).then(page => page.openTerminal());

    const healed = watchForHealing(ada.page, grace.page);
    const editors = {
        ada: await adas.openFile('together.txt'),
        grace: await graces.openFile('together.txt')
    };
    const typed = { ada: '', grace: '' };
    const typeUntil = async (who: 'ada' | 'grace', letters: string, end: number): Promise<void> => {
        await editors[who].moveTo(2);
        for (let i = 0; Date.now() < end; i++) {
            const letter = letters[i % letters.length] ?? '';
            await editors[who].page.keyboard.insertText(letter);
            typed[who] += letter;
        }
    };

    await test.step('both type, and nothing is lost, doubled or out of order', async () => {
        const end = Date.now() + TYPING_MS;
        await Promise.all([
            typeUntil('ada', 'abcdefghijklmnopqrstuvwxyz', end),
            typeUntil('grace', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', end),
            (async () => {
                await terminal.output("sed -i 's/^first$/FIRST/' together.txt");
                await terminal.output("sed -i 's/^last$/LAST/' together.txt; echo appended >> together.txt");
            })()
        ]);
        const text = await agreed(folder, 'together.txt', editors.ada, editors.grace);
        const [first, line, ...rest] = text.split('\n');
        expect([first, ...rest]).toEqual(['FIRST', 'LAST', 'appended', '']);
        expect(line?.replace(/[A-Z]/g, '')).toBe(typed.ada);
        expect(line?.replace(/[a-z]/g, '')).toBe(typed.grace);
        await terminal.output("sed -i '2s/.*/second/' together.txt");
        await untilAgreed(folder, 'together.txt', 'FIRST\nsecond\nLAST\nappended\n', editors.ada, editors.grace);
    });

    await test.step('undo takes back one’s own typing only', async () => {
        await editors.ada.moveTo(4);
        await editors.ada.type(' by Ada');
        await expect.poll(() => editors.grace.text()).toContain('appended by Ada');
        await editors.grace.moveTo(4);
        await editors.grace.type(' and Grace');
        await expect.poll(() => editors.ada.text()).toContain('appended by Ada and Grace');
        await press(ada.page, 'Control+z', 3);
        await expect.poll(() => editors.grace.text()).not.toContain('Ada');
        expect((await agreed(folder, 'together.txt', editors.ada, editors.grace)).split('\n')[3]).toBe(
            'appended and Grace'
        );
        await press(ada.page, 'Control+Shift+z', 3);
        await expect.poll(() => editors.grace.text()).toContain('appended by Ada and Grace');
        await press(grace.page, 'Control+z', 3);
        await expect.poll(() => editors.ada.text()).not.toContain('Grace');
    });

    await test.step('git takes the file back under two carets', async () => {
        await terminal.output('git add -A && git commit -qm together');
        await editors.ada.moveTo(1);
        await editors.ada.type(' one');
        await editors.grace.moveTo(3);
        await editors.grace.type(' three');
        await agreed(folder, 'together.txt', editors.ada, editors.grace);
        await terminal.output('git checkout -q together.txt');
        await expect.poll(() => editors.grace.text()).not.toContain('one');
        expect(await agreed(folder, 'together.txt', editors.ada, editors.grace)).not.toContain('three');
        await editors.ada.type('!');
        expect((await agreed(folder, 'together.txt', editors.ada, editors.grace)).split('\n')[0]).toBe('FIRST!');
    });

    await test.step('a file that is renamed takes the editors along, one that is deleted stays', async () => {
        await editors.ada.focus();
        await terminal.output('git mv -f together.txt renamed.txt');
        const renamed = new Editor(grace.page, 'renamed.txt');
        await expect(renamed.tab).toBeVisible();
        await expect(editors.grace.tab).toHaveCount(0);
        await renamed.moveTo(1);
        await renamed.type(' renamed');
        await expect.poll(() => folder.text('renamed.txt')).toContain('FIRST! renamed');
        await terminal.output('rm renamed.txt');
        await expect(renamed.tab).toContainText('(Deleted)');
        await renamed.focus();
        await renamed.moveTo(1);
        await renamed.type(' again');
        await expect.poll(() => renamed.text()).toContain('renamed again');
        await grace.page.keyboard.press('Control+s');
        await expect.poll(() => folder.text('renamed.txt').catch(() => '')).toContain('renamed again');
        await expect(renamed.tab).not.toContainText('(Deleted)');
    });

    expect(healed).toEqual([]);
});

test('a file keeps its bytes: line ends, encodings, a missing last newline', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const folder = WorkspaceFolder.of(hub.dataDirectory, id);
    await folder.write('windows.txt', 'one\r\ntwo\r\nthree');
    await folder.write('latin.txt', 'caf\xe9\n', 'latin1');
    const workbench = await openWorkbench(ada.page, hub.url, id);
    const status = (text: string) => ada.page.locator('#theia-statusBar .element', { hasText: text });

    const windows = await workbench.openFile('windows.txt');
    await expect(status('CRLF')).toBeVisible();
    await windows.moveTo(2);
    await windows.type(' and a half');
    // Enter alone would take a suggestion.
    await ada.page.keyboard.press('Control+Enter');
    await windows.type('new');
    await expect.poll(() => folder.text('windows.txt')).toBe('one\r\ntwo and a half\r\nnew\r\nthree');
    await status('CRLF').click();
    await workbench.quickInput.getByRole('option', { name: 'LF', exact: true }).click();
    await expect.poll(() => folder.text('windows.txt')).toBe('one\ntwo and a half\nnew\nthree');
    await expect(status('CRLF')).toHaveCount(0);

    const latin = await workbench.openFile('latin.txt');
    await expect.poll(() => latin.text()).toContain('café');
    await latin.moveTo(1);
    await latin.type(' à la carte');
    await expect.poll(() => folder.bytes('latin.txt')).toBe('caf\xe9 \xe0 la carte\n');
});

test('what was typed while the agent was away is brought back after a reload', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const folder = WorkspaceFolder.of(hub.dataDirectory, id);
    const workbench = await openWorkbench(ada.page, hub.url, id);
    const editor = await workbench.openFile('README.md');
    await editor.moveTo(1);
    const agent = (await processesIn(hub.dataDirectory, id)).filter(({ command }) => command.includes('agent.mjs'));
    expect(agent).not.toEqual([]);
    for (const { pid } of agent) {
        process.kill(pid, 'SIGSTOP');
    }
    try {
        await editor.type(' without the agent');
        await expect(editor.tab).toHaveClass(/theia-mod-dirty/);
        await ada.page.goto('about:blank');
    } finally {
        for (const { pid } of agent) {
            process.kill(pid, 'SIGCONT');
        }
    }
    await openWorkbench(ada.page, hub.url, id);
    await expect.poll(() => folder.text('README.md')).toContain('# Guests without the agent\n');
    await expect.poll(() => new Editor(ada.page, 'README.md').text()).toContain('# Guests without the agent');
});

test('everything that edits a file works on live text', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const folder = WorkspaceFolder.of(hub.dataDirectory, id);
    await folder.write('list.txt', 'red\ngreen\nred\nblue\n');
    await folder.write('data.json', '{"b":1,"a":[1,2]}');
    await folder.write('merged.txt', 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\nd\n');
    const decorations = watchDecorations(ada.page);
    const workbench = await openWorkbench(ada.page, hub.url, id);
    const other = await openWorkbench(await ada.context.newPage(), hub.url, id);
    const healed = watchForHealing(ada.page, other.page);
    const list = await workbench.openFile('list.txt');
    const others = await other.openFile('list.txt');
    const { keyboard } = ada.page;

    await test.step('several carets, undone by key, menu and command', async () => {
        await list.moveTo(1, 1);
        await press(ada.page, 'Control+Alt+ArrowDown', 2);
        await list.type('x');
        await untilAgreed(folder, 'list.txt', 'xred\nxgreen\nxred\nblue\n', list, others);
        await keyboard.press('Escape');
        await keyboard.press('Control+z');
        await untilAgreed(folder, 'list.txt', 'red\ngreen\nred\nblue\n', list, others);
        await ada.page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
        await ada.page.locator('.lm-Menu-item', { hasText: 'Redo' }).click();
        await untilAgreed(folder, 'list.txt', 'xred\nxgreen\nxred\nblue\n', list, others);
        await list.focus();
        await ada.page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
        await ada.page.locator('.lm-Menu-item', { hasText: 'Undo' }).click();
        await untilAgreed(folder, 'list.txt', 'red\ngreen\nred\nblue\n', list, others);
    });

    await test.step('all occurrences are replaced, and put back', async () => {
        await list.focus();
        await keyboard.press('Control+h');
        const widget = ada.page.locator('.find-widget.visible');
        await widget.locator('textarea').first().fill('red');
        await widget.locator('textarea').nth(1).fill('rose');
        await widget.locator('textarea').nth(1).press('Control+Alt+Enter');
        await untilAgreed(folder, 'list.txt', 'rose\ngreen\nrose\nblue\n', list, others);
        await keyboard.press('Escape');
        await list.focus();
        await keyboard.press('Control+z');
        await untilAgreed(folder, 'list.txt', 'red\ngreen\nred\nblue\n', list, others);
    });

    await test.step('a caret stays where it is when others write around it', async () => {
        await others.moveTo(4);
        await list.moveTo(1, 1);
        await list.type('first ');
        await keyboard.press('Control+Shift+Enter');
        await list.type('above');
        await expect.poll(() => others.text()).toContain('above');
        await others.type('!');
        await untilAgreed(folder, 'list.txt', 'above\nfirst red\ngreen\nred\nblue!\n', list, others);
    });

    await test.step('a formatter runs, by hand and at a save', async () => {
        const data = await workbench.openFile('data.json');
        await workbench.run('Format Document');
        await expect
            .poll(() => folder.text('data.json'))
            .toBe('{\n    "b": 1,\n    "a": [\n        1,\n        2\n    ]\n}');
        await data.focus();
        await keyboard.press('Control+z');
        await expect.poll(() => folder.text('data.json')).toBe('{"b":1,"a":[1,2]}');
    });

    await test.step('a megabyte is pasted at once', async () => {
        const origin = new URL(ada.page.url()).origin;
        await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
        const line = `${'0123456789'.repeat(9)}abcdefghi\n`;
        await ada.page.evaluate(text => navigator.clipboard.writeText(text), line.repeat(10_000));
        await list.moveTo(6);
        const { length } = await folder.text('list.txt');
        await keyboard.press('Control+v');
        await expect.poll(async () => (await folder.text('list.txt')).length).toBe(length + 1_000_000);
        await keyboard.press('Control+z');
        await untilAgreed(folder, 'list.txt', 'above\nfirst red\ngreen\nred\nblue!\n', list, others);
    });

    await test.step('two editors of one file show one text, and so does its diff', async () => {
        await list.focus();
        await workbench.run('View: Split Editor Right');
        const shown = ada.page.locator('.theia-editor:not(.lm-mod-hidden) .view-line', { hasText: 'above' });
        await expect(shown).toHaveCount(2);
        await list.type('!');
        await expect.poll(() => others.text()).toContain('above!');
        await others.moveTo(1);
        await others.type(' all');
        await expect(
            ada.page.locator('.theia-editor:not(.lm-mod-hidden) .view-line', { hasText: 'above! all' })
        ).toHaveCount(2);
    });

    await test.step('a rename in the explorer takes along the editors of everybody, and what can be undone', async () => {
        await list.tab.nth(1).locator('.lm-TabBar-tabCloseIcon').click();
        await expect(list.tab).toHaveCount(1);
        await list.moveTo(5);
        await list.type('?');
        await expect.poll(() => others.text()).toContain('blue!?');
        await workbench.file('list.txt').click();
        await keyboard.press('F2');
        const name = ada.page.locator('.dialogBlock input');
        await name.fill('colours.txt');
        await name.press('Enter');
        const [mine, theirs] = [new Editor(ada.page, 'colours.txt'), new Editor(other.page, 'colours.txt')];
        await expect(mine.tab.first()).toBeVisible();
        await expect(theirs.tab).toBeVisible();
        await expect(others.tab).toHaveCount(0);
        await ada.page.locator('.theia-editor:not(.lm-mod-hidden) .view-line').first().click();
        await keyboard.press('Control+z');
        await expect.poll(() => theirs.text()).not.toContain('?');
        await theirs.moveTo(1);
        await theirs.type('.');
        await expect.poll(() => folder.text('colours.txt')).toBe('above! all.\nfirst red\ngreen\nred\nblue!\n');
    });

    await test.step('a merge conflict is marked until it is gone, and nothing is said where there is none', async () => {
        const merged = await workbench.openFile('merged.txt');
        await expect(merged.marksOfExtensions.first()).toBeVisible();
        await merged.moveTo(2, 1);
        await workbench.run('Merge Conflict: Accept Current');
        await expect.poll(() => merged.text()).toBe('a\nb\nd\n');
        await expect(merged.marksOfExtensions).toHaveCount(0);
        const before = decorations.count;
        expect(before).toBeGreaterThan(0);
        await merged.moveTo(2);
        await merged.type('b'.repeat(20));
        await untilAgreed(folder, 'merged.txt', `a\n${'b'.repeat(21)}\nd\n`, merged);
        expect(decorations.count).toBe(before);
    });

    await test.step('the right side of a diff is the live text', async () => {
        const readme = await workbench.openFile('README.md');
        await readme.moveTo(1);
        await readme.type(' changed');
        // Until git has seen it, the command has nothing to open, and does nothing.
        await workbench.sourceControl.open();
        await expect(workbench.sourceControl.change('README.md')).toBeVisible();
        await readme.focus();
        await workbench.run('Git: Open Changes');
        const right = ada.page.locator('.editor.modified .view-line', { hasText: 'Guests changed' });
        await expect(right).toBeVisible();
        const theirs = await other.openFile('README.md');
        await theirs.moveTo(1);
        await theirs.type(' twice');
        await expect(right).toContainText('Guests changed twice');
        await right.click();
        await keyboard.press('End');
        await keyboard.type('!');
        await expect.poll(() => theirs.text()).toContain('Guests changed twice!');
    });

    expect(healed).toEqual([]);
});

test('without auto-save a file waits for a save, and a revert takes its text back', async ({
    hub,
    signIn,
    repository
}) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const folder = WorkspaceFolder.of(hub.dataDirectory, id);
    const workbench = await openWorkbench(ada.page, hub.url, id);
    await workbench.run('File: Auto Save');
    const readme = await workbench.openFile('README.md');
    const before = await folder.text('README.md');
    await readme.moveTo(1);
    await readme.type(' unsaved');
    await expect(readme.tab).toHaveClass(/theia-mod-dirty/);
    await ada.page.waitForTimeout(4000);
    expect(await folder.text('README.md')).toBe(before);
    await expect(readme.tab).toHaveClass(/theia-mod-dirty/);
    await workbench.run('File: Revert File');
    await expect.poll(() => readme.text()).not.toContain('unsaved');
    await expect(readme.tab).not.toHaveClass(/theia-mod-dirty/);
    await readme.moveTo(1);
    await readme.type(' saved');
    await ada.page.keyboard.press('Control+s');
    await expect.poll(() => folder.text('README.md')).toContain('# Guests saved');
    await readme.untilSaved();
});
