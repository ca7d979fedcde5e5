import type { Page } from '@playwright/test';
import { expect, join, openWorkbench, share, test } from './guests.js';
import { WorkspaceFolder } from './hub/workspace-folder.js';
import { Editor } from './pages/editor.js';
import { Notifications } from './pages/notifications.js';

/** The sockets of live documents of a page, which can be away as those of a computer that sleeps are. */
async function sleepiness(page: Page): Promise<{ readonly sleep: () => Promise<void>; readonly wake: () => void }> {
    let asleep = false;
    const cuts = new Set<() => Promise<void>>();
    await page.routeWebSocket(/\/\.longtable\/documents$/, socket => {
        if (asleep) {
            void socket.close({ code: 1012 });
        } else {
            socket.connectToServer();
            cuts.add(() => socket.close({ code: 1012 }));
        }
    });
    return {
        sleep: async () => {
            asleep = true;
            await Promise.all([...cuts].map(cut => cut()));
        },
        wake: () => {
            asleep = false;
        }
    };
}

/** What the frames inside of a page show. */
async function previewOf(page: Page): Promise<string> {
    const frames = page.frames().filter(frame => frame !== page.mainFrame());
    const texts = await Promise.all(
        frames.map(frame =>
            frame
                .locator('body')
                .innerText()
                .catch(() => '')
        )
    );
    return texts.join('\n');
}

/** Whether something is marked on the scrollbar of the editor in front, between two parts of its height. */
async function isMarked(page: Page, from: number, to: number): Promise<boolean> {
    return page
        .locator('.theia-editor:not(.lm-mod-hidden) canvas.decorationsOverviewRuler')
        .first()
        .evaluate(
            (canvas, [top, bottom]) => {
                const { width, height } = canvas as HTMLCanvasElement;
                const context = (canvas as HTMLCanvasElement).getContext('2d');
                const start = Math.floor(height * top);
                const { data } = context?.getImageData(0, start, width, Math.ceil(height * bottom) - start) ?? {};
                // Borders are a shade over the page; marks of people are of their full colour.
                return data?.some((alpha, index) => index % 4 === 3 && alpha === 255) ?? false;
            },
            [from, to] as const
        );
}

test('everything that a person does in an editor works on the text that others see', async ({
    hub,
    signIn,
    visitor,
    repository
}) => {
    const ada = await signIn('Ada');
    const grace = await visitor('Grace');
    const { id } = await ada.client.createRunning(repository);
    const folder = WorkspaceFolder.of(hub.dataDirectory, id);
    await folder.write(
        'src/count.ts',
        "import { greeting } from './greeting.ts';\nimport { guests } from './guests.ts';\n\nexport const count = guests.lenght;\n"
    );
    // Monaco may suggest the word that is being typed, when its worker has a letter more than it was asked for, and a tab takes it.
    await folder.write(
        '.vscode/settings.json',
        '{ "editor.formatOnSave": true, "editor.wordBasedSuggestions": "off" }\n'
    );
    await folder.write('drag.txt', 'one two three\nend\n');
    await folder.write('data.json', '{"a":1}');
    await folder.write('cyrillic.txt', '\xcf\xf0\xe8\n', 'latin1');
    await folder.write('words.txt', Array.from({ length: 200 }, (_, line) => `word ${line}\n`).join(''));
    await folder.write('large.txt', `${'0123456789'.repeat(10)}\n`.repeat(55_000));
    await folder.write('scratch.ts', '\n');
    const adas = await openWorkbench(ada.page, hub.url, id);
    const graces = await join(grace, await share(ada, id, { role: 'editor' }), 'grace@example.org');
    const { keyboard, mouse } = ada.page;
    const both = async (name: string): Promise<readonly [Editor, Editor]> => [
        await adas.openFile(name),
        await graces.openFile(name)
    ];
    const inStatusBar = (page: Page, text: string) => page.locator('#theia-statusBar .element', { hasText: text });

    await test.step('a rename reaches the editors of others, and files that nobody has open', async () => {
        // What is wrong in it is known only with the whole project.
        const broken = await adas.openFile('broken.ts');
        await expect(broken.squiggles.first()).toBeVisible();
        await broken.tab.locator('.lm-TabBar-tabCloseIcon').click();
        const greeting = await graces.openFile('greeting.ts');
        const guests = await adas.openFile('guests.ts');
        await guests.moveTo(2, 15);
        await keyboard.press('F2');
        const box = ada.page.locator('.rename-box input');
        await expect(box).toHaveValue('firstName');
        await box.fill('givenName');
        await box.press('Enter');
        await expect.poll(() => greeting.text()).toContain('guest.givenName');
        for (const [name, text] of [
            ['guests.ts', "{ givenName: 'Ada', seat: 1 }"],
            ['greeting.ts', 'return guest.givenName;'],
            ['broken.ts', 'guests[0]?.givenName']
        ] as const) {
            await expect.poll(() => folder.text(`src/${name}`)).toContain(text);
        }
    });

    await test.step('quick fixes and other code actions, taken back by a command', async () => {
        const [count, hers] = await both('count.ts');
        await expect(count.squiggles.first()).toBeVisible();
        await count.moveTo(4, 30);
        const spelling = ada.page
            .locator('.action-widget')
            .getByRole('option', { name: "Change spelling to 'length'" });
        // While the language server looks for errors anew it offers nothing, and says so.
        await expect(async () => {
            await keyboard.press('Escape');
            await keyboard.press('Control+.');
            await expect(spelling).toHaveClass(/focused/, { timeout: 5000 });
        }).toPass();
        await keyboard.press('Enter');
        await expect.poll(() => hers.text()).toContain('guests.length;');
        // Before the language server has read the change it has nothing to offer, and says so.
        await expect(count.squiggles).toHaveCount(0);
        await expect(async () => {
            await adas.run('Organize Imports');
            await expect.poll(() => hers.text(), { timeout: 5000 }).not.toContain('greeting');
        }).toPass();
        await count.lines.first().click();
        await adas.run('Undo');
        await expect.poll(() => hers.text()).toContain("import { greeting } from './greeting.ts';");
        await expect.poll(() => folder.text('src/count.ts')).toContain('greeting');
    });

    await test.step('brackets close by themselves, snippets are filled in', async () => {
        const [scratch, hers] = await both('scratch.ts');
        await scratch.moveTo(1);
        // Nothing is suggested for a new name: what is, a parenthesis would take.
        await scratch.type('const pair = (1, [2');
        await expect.poll(() => hers.text()).toBe('const pair = (1, [2])\n');
        await keyboard.press('Escape');
        await keyboard.press('Control+a');
        await keyboard.press('Delete');
        await scratch.type('forof');
        await keyboard.press('Control+Space');
        await expect(scratch.suggestions.filter({ hasText: 'forof' })).toHaveClass(/focused/);
        await keyboard.press('Enter');
        await expect.poll(() => hers.text()).toContain('for (const element of object) {');
        await scratch.type('item');
        await keyboard.press('Tab');
        // Of anything else something might be suggested, which a tab would take.
        await scratch.type('5');
        await keyboard.press('Tab');
        await scratch.type('item;');
        await expect.poll(() => hers.text()).toBe('for (const item of 5) {\n    item;\n}');
    });

    await test.step('text is dragged to another place', async () => {
        const [drag, hers] = await both('drag.txt');
        await drag.moveTo(1, 1);
        await keyboard.press('Control+Shift+ArrowRight');
        const from = await ada.page.locator('.theia-editor:not(.lm-mod-hidden) .selected-text').first().boundingBox();
        const to = await drag.lines.nth(1).boundingBox();
        if (from === null || to === null) {
            throw new Error('There is nothing to drag.');
        }
        await mouse.move(from.x + 8, from.y + 8);
        await mouse.down();
        await mouse.move(from.x + 30, from.y + 10, { steps: 5 });
        await mouse.move(to.x + 24, to.y + 8, { steps: 10 });
        await mouse.up();
        await expect.poll(() => hers.text()).toBe(' two three\nendone\n');
        await keyboard.press('Control+z');
        await expect.poll(() => hers.text()).toBe('one two three\nend\n');
    });

    await test.step('a save formats first, in the browser that asks for it', async () => {
        const [data, hers] = await both('data.json');
        await data.moveTo(1, 7);
        await data.type(',"b":2');
        await expect.poll(() => folder.text('data.json')).toBe('{"a":1,"b":2}');
        await expect(async () => {
            await keyboard.press('Control+s');
            await expect.poll(() => folder.text('data.json'), { timeout: 3000 }).toBe('{\n    "a": 1,\n    "b": 2\n}');
        }).toPass();
        await expect.poll(() => hers.text()).toBe('{\n    "a": 1,\n    "b": 2\n}');
    });

    await test.step('encoding and line ends are changed for everybody', async () => {
        const [cyrillic, hers] = await both('cyrillic.txt');
        const change = async (how: string, encoding: string): Promise<void> => {
            await adas.quickInput.getByRole('option', { name: how }).first().click();
            await adas.quickInput.locator('input.input').fill(encoding);
            await adas.quickInput.getByRole('option', { name: encoding }).first().click();
        };
        await inStatusBar(ada.page, 'Windows 1252').click();
        await change('Reopen with Encoding', 'Cyrillic (Windows 1251)');
        await expect.poll(() => hers.text()).toBe('При\n');
        await expect(inStatusBar(grace.page, 'Windows 1251')).toBeVisible();
        await hers.moveTo(1);
        await grace.page.keyboard.insertText('вет');
        await expect.poll(() => folder.bytes('cyrillic.txt')).toBe('\xcf\xf0\xe8\xe2\xe5\xf2\n');
        await cyrillic.focus();
        await adas.runAndGoOn('Change File Encoding');
        await change('Save with Encoding', 'UTF-8');
        await expect.poll(() => folder.text('cyrillic.txt')).toBe('Привет\n');
        await expect(inStatusBar(grace.page, 'UTF-8')).toBeVisible();
        await inStatusBar(ada.page, 'LF').click();
        await adas.quickInput.getByRole('option', { name: 'CRLF', exact: true }).click();
        await expect.poll(() => folder.text('cyrillic.txt')).toBe('Привет\r\n');
        await expect(inStatusBar(grace.page, 'CRLF')).toBeVisible();
    });

    await test.step('a preview follows what others type', async () => {
        const [readme, hers] = await both('README.md');
        await readme.focus();
        await keyboard.press('Control+k');
        await keyboard.press('v');
        await expect.poll(() => previewOf(ada.page)).toContain('A list of guests');
        await hers.moveTo(3);
        await hers.type(' Typed **live**.');
        await expect.poll(() => previewOf(ada.page)).toContain('Typed live.');
        const preview = new Editor(ada.page, 'Preview README.md');
        await preview.tab.click();
        await preview.tab.locator('.lm-TabBar-tabCloseIcon').click();
        await expect(preview.tab).toHaveCount(0);
    });

    await test.step('all selections of others are drawn, and marked on the scrollbar', async () => {
        const [words, hers] = await both('words.txt');
        const drawn = (what: string) => grace.page.locator(`.theia-editor:not(.lm-mod-hidden) .cdr.longtable-${what}`);
        await hers.moveTo(1, 6);
        await words.moveTo(1, 1);
        await keyboard.press('Control+Shift+ArrowRight');
        await keyboard.press('Control+d');
        await keyboard.press('Control+d');
        await expect(drawn('selection')).toHaveCount(3);
        await expect(drawn('caret')).toHaveCount(3);
        await keyboard.press('Escape');
        await expect(drawn('caret')).toHaveCount(1);
        expect(await isMarked(grace.page, 0.9, 1)).toBe(false);
        await words.moveTo(196, 1);
        await expect.poll(() => isMarked(grace.page, 0.9, 1)).toBe(true);
    });

    await test.step('a file over 5 MB is edited by each alone, and says so', async () => {
        const large = await adas.openFile('large.txt');
        await expect(new Notifications(ada.page).saying('large.txt is larger than 5 MB')).toBeVisible();
        await large.moveTo(1);
        await large.type(' alone');
        await expect.poll(async () => (await folder.text('large.txt')).slice(0, 110)).toContain('789 alone\n');
    });

    await test.step('who typed in what is staged is offered as co-author', async () => {
        const [program, hers] = await both('count.mjs');
        await program.moveTo(1);
        await program.type(' // Ada');
        await hers.moveTo(4);
        await hers.type(' // Grace');
        await expect.poll(() => folder.text('count.mjs')).toMatch(/ \/\/ Ada\n[^]* \/\/ Grace\n/);
        const { sourceControl } = adas;
        await sourceControl.open();
        await sourceControl.stage('count.mjs');
        await expect(sourceControl.coAuthors).toContainText(`Staged with edits of ${grace.name}`);
        await sourceControl.message.fill('Comments');
        await sourceControl.coAuthors.getByRole('button', { name: 'Add co-authors' }).click();
        await expect(sourceControl.message).toHaveValue(
            `Comments\n\nCo-authored-by: ${grace.name} <grace@example.org>`
        );
        await expect(sourceControl.coAuthors).toHaveCount(0);
        await sourceControl.message.press('Control+Enter');
        await expect
            .poll(() => folder.text('.git/COMMIT_EDITMSG').catch(() => ''))
            .toContain(`Co-authored-by: ${grace.name} <grace@example.org>`);
    });

    await test.step('a viewer sees what others type, and types nothing', async () => {
        await share(ada, id, { role: 'viewer' });
        // The page starts anew with another role.
        await expect(inStatusBar(grace.page, 'View only')).toBeVisible();
        await graces.untilReady();
        const [drag, hers] = await both('drag.txt');
        await drag.moveTo(1);
        await drag.type(' watched');
        await expect.poll(() => hers.text()).toBe('one two three watched\nend\n');
        await hers.moveTo(2);
        await hers.type('no');
        await expect(grace.page.getByRole('paragraph').filter({ hasText: 'You can view this file.' })).toBeVisible();
        expect(await hers.text()).toBe('one two three watched\nend\n');
        await drag.moveTo(2);
        await drag.type('!');
        await expect.poll(() => folder.text('drag.txt')).toBe('one two three watched\nend!\n');
        await expect.poll(() => hers.text()).toBe('one two three watched\nend!\n');
    });
});

test('what was typed in a page that slept is placed in the text of a new history', async ({
    hub,
    signIn,
    repository
}) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const folder = WorkspaceFolder.of(hub.dataDirectory, id);
    const { sleep, wake } = await sleepiness(ada.page);
    const asleep = await openWorkbench(ada.page, hub.url, id);
    const awake = await openWorkbench(await ada.context.newPage(), hub.url, id);
    const [sleepers, others] = [await asleep.openFile('README.md'), await awake.openFile('README.md')];
    await others.moveTo(3);
    await others.type(' Awake.');
    await expect.poll(() => sleepers.text()).toContain('IDE. Awake.');

    await sleep();
    await sleepers.moveTo(1);
    await sleepers.type(' asleep');
    await others.moveTo(3);
    await others.type(' Still.');
    await expect
        .poll(() => folder.text('README.md'))
        .toBe('# Guests\n\nA list of guests, for trying an IDE. Awake. Still.\n');
    await others.tab.locator('.lm-TabBar-tabCloseIcon').click();
    await awake.page.close();
    expect((await ada.client.call('POST', `/workspaces/${id}/stop`)).ok()).toBe(true);
    await ada.client.untilStatus(id, 'stopped');
    await folder.write('README.md', '# Guests\n\nWritten meanwhile.\n');
    expect((await ada.client.call('POST', `/workspaces/${id}/start`)).ok()).toBe(true);
    await ada.client.untilStatus(id, 'running');

    wake();
    await expect.poll(() => folder.text('README.md')).toBe('# Guests asleep\n\nWritten meanwhile.\n');
    await expect.poll(() => new Editor(ada.page, 'README.md').text()).toBe('# Guests asleep\n\nWritten meanwhile.\n');
});
