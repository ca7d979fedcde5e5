import type { Page } from '@playwright/test';
import { DashboardPage } from './pages/dashboard-page.js';
import { Editor } from './pages/editor.js';
import { WorkbenchPage } from './pages/workbench-page.js';
import { expect, test } from './test.js';

test('a repository is worked on from its address to a commit and a breakpoint', async ({ hub, page, repository }) => {
    const dashboard = new DashboardPage(page, hub.url);
    const workbench = new WorkbenchPage(page);

    await test.step('sign in and create a workspace', async () => {
        await dashboard.signIn(`Ada ${process.pid}`);
        await dashboard.create(repository);
        await page.waitForURL(/^http:\/\/[a-z][a-z0-9]+\.localhost:\d+\//);
        await workbench.untilReady();
        await expect(workbench.file('README.md')).toBeVisible();
    });

    await test.step('see a diagnostic of the language server', async () => {
        const editor = await workbench.openFile('broken.ts');
        await expect(editor.squiggles.first()).toBeVisible({ timeout: 120_000 });
        await workbench.openProblems();
        await expect(workbench.problems).toContainText("Type 'string' is not assignable to type 'number'.");
    });

    await test.step('get a completion', async () => {
        const editor = await workbench.openFile('greeting.ts');
        await editor.moveTo(8);
        await editor.type('\nguest.fir');
        await expect(editor.suggestions.filter({ hasText: 'firstName' }).first()).toBeVisible();
        await page.keyboard.press('Enter');
        await expect.poll(() => editor.text()).toContain('guest.firstName\n');
        await editor.type(';');
        await editor.untilSaved();
    });

    await test.step('type in a terminal and read the answer', async () => {
        const terminal = await workbench.openTerminal();
        expect(await terminal.output('echo $((6 * 7)); pwd; tail -n 2 src/greeting.ts')).toBe(
            '42\n/workspace/guests\n    guest.firstName;\n}'
        );
    });

    await test.step('find text by search', async () => {
        await workbench.search('pomegranate');
        await expect(workbench.searchResults).toHaveCount(1);
        await expect(workbench.searchResults).toContainText('The pomegranate seat is free.');
    });

    await test.step('see the change in Source Control and commit it', async () => {
        await workbench.sourceControl.open();
        await expect(workbench.sourceControl.change('greeting.ts')).toBeVisible();
        await workbench.sourceControl.stage('greeting.ts');
        await workbench.sourceControl.commit('Greet by first name');
        await expect(workbench.sourceControl.changes).toHaveCount(0);
        const terminal = await workbench.openTerminal();
        expect(await terminal.output('git log -1 --format=%s; git status --porcelain')).toBe('Greet by first name');
    });

    await test.step('see beside the lines what git does not have, however it comes to have it', async () => {
        const editor = await workbench.openFile('greeting.ts');
        await expect(editor.changeMarks).toHaveCount(0);
        await editor.moveTo(1);
        await editor.type('// Typed.\n');
        await expect(editor.changeMarks.first()).toBeVisible();
        await editor.untilSaved();
        const terminal = await workbench.openTerminal();
        await terminal.output('git add .');
        await expect(editor.changeMarks).toHaveCount(0);
        await terminal.output('git reset -q HEAD~1');
        await expect(editor.changeMarks.first()).toBeVisible();
        await terminal.output('git commit -qam again');
        await expect(editor.changeMarks).toHaveCount(0);
    });

    await test.step('see above the text in which function one is', async () => {
        const editor = await workbench.openFile('greeting.ts');
        await editor.moveTo(1);
        await editor.type('\nfunction seated() {}');
        await expect(editor.breadcrumbs.last()).toHaveText('seated');
        await editor.moveTo(1);
        await expect(editor.breadcrumbs.last()).not.toHaveText('seated');
    });

    await test.step('type at once where a jump and a split lead to', async () => {
        const editor = new Editor(page, 'guests.ts');
        await pasteWithFocus(page, 'Admiral ');
        await workbench.pick('guests.ts:8:19', 'guests.ts');
        await expect.poll(() => editor.text()).toContain("{ firstName: 'Admiral Grace', seat: 2 }");
        await page.keyboard.press('Control+\\');
        await page.keyboard.type('Hopper, known as ', { delay: 10 });
        await expect(editor.tab).toHaveCount(2);
        await expect.poll(() => editor.text()).toContain("{ firstName: 'Admiral Hopper, known as Grace', seat: 2 }");
        await editor.tab.nth(1).locator('.lm-TabBar-tabCloseIcon').click();
        await expect(editor.tab).toHaveCount(1);
    });

    await test.step('scroll a view by keys', async () => {
        const welcome = page.locator('#longtable-welcome');
        const size = page.viewportSize() ?? { width: 1440, height: 900 };
        await page.setViewportSize({ width: size.width, height: 360 });
        const place = () => welcome.evaluate(element => element.scrollTop);
        const scroll = async () => {
            await page.keyboard.press('PageDown');
            await expect.poll(place).toBeGreaterThan(0);
            await page.keyboard.press('Home');
            await expect.poll(place).toBe(0);
        };
        await page.locator('.lm-TabBar-tab', { hasText: 'Welcome' }).click();
        // It has the focus, and then the pointer alone.
        await scroll();
        await page.evaluate(() => {
            (document.activeElement as HTMLElement).blur();
        });
        await welcome.hover();
        await scroll();
        await page.setViewportSize(size);
    });

    await test.step('stop at a breakpoint in a Node program', async () => {
        const editor = await workbench.openFile('count.mjs');
        await editor.moveTo(5);
        await page.keyboard.press('F9');
        await expect(editor.breakpoints).toHaveCount(1);
        await workbench.debug.start();
        await expect(editor.stoppedLine).toBeVisible();
        await expect(workbench.debug.frames.first()).toContainText('countSeats');
        await workbench.debug.goOn();
        await expect(workbench.debug.console).toContainText('seats: 4');
    });
});

/** Puts text in in the very moment in which an editor gets the focus, as a quick hand does now and then. */
async function pasteWithFocus(page: Page, text: string): Promise<void> {
    await page.evaluate(pasted => {
        document.addEventListener('focusin', function paste({ target }) {
            if (target instanceof Element && target.closest('.monaco-editor')) {
                document.removeEventListener('focusin', paste);
                const clipboardData = new DataTransfer();
                clipboardData.setData('text/plain', pasted);
                queueMicrotask(() =>
                    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
                );
            }
        });
    }, text);
}
