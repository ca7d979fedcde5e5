import { expect, type Locator, type Page } from '@playwright/test';
import { DebugView } from './debug-view.js';
import { Editor } from './editor.js';
import { SourceControlView } from './source-control-view.js';
import { Terminal } from './terminal.js';

/** Loading is 15 MB of JavaScript to read: seconds on a quiet machine, much more on one that is busy. */
const loading = { timeout: 180_000 };

/** The IDE of one workspace, in the words of the person in front of it. */
export class WorkbenchPage {
    readonly shell: Locator;
    readonly explorer: Locator;
    readonly quickInput: Locator;
    readonly accountMenu: Locator;
    /** What the workbench says of its connection; empty while that is well. */
    readonly connectionStatus: Locator;
    readonly problems: Locator;
    readonly searchResults: Locator;
    readonly sourceControl: SourceControlView;
    readonly debug: DebugView;

    constructor(readonly page: Page) {
        this.shell = page.locator('.theia-ApplicationShell');
        this.explorer = page.locator('#explorer-view-container');
        this.quickInput = page.locator('.quick-input-widget');
        this.accountMenu = page.getByRole('button', { name: 'Account menu' });
        this.connectionStatus = page.locator('.longtable-connection-status');
        this.problems = page.locator('#problems .markerNode');
        this.searchResults = page.locator('#search-in-workspace .resultLine');
        this.sourceControl = new SourceControlView(page);
        this.debug = new DebugView(page, label => this.run(label));
    }

    /** Waits until one can work: the files are there and the workbench listens to keys. */
    async untilReady(): Promise<void> {
        await expect(this.shell).toBeVisible(loading);
        await expect(this.page.locator('.theia-preload')).toBeHidden(loading);
        await expect(this.accountMenu).toBeVisible();
        await expect(this.explorer.locator('.theia-FileStatNode').first()).toBeVisible(loading);
    }

    file(name: string): Locator {
        return this.explorer.locator('.theia-FileStatNode', { hasText: name });
    }

    /** Runs a command by the name that F1 shows. */
    async run(label: string): Promise<void> {
        await this.pick(`>${label}`, label);
    }

    /** Runs a command that goes on to ask in the quick input. */
    async runAndGoOn(label: string): Promise<void> {
        await this.choose(`>${label}`, label);
    }

    /** Runs a command that asks in the quick input, and gives it an answer. */
    async runAndAnswer(label: string, answer: string): Promise<void> {
        await this.choose(`>${label}`, label);
        await this.quickInput.getByRole('option', { name: answer }).first().click();
        await expect(this.quickInput).toBeHidden();
    }

    /** Opens a file by name, as one does with Ctrl+P. */
    async openFile(name: string): Promise<Editor> {
        await this.pick(name, name);
        const editor = new Editor(this.page, name);
        await expect(editor.tab).toBeVisible();
        await expect(editor.lines.first()).toBeVisible();
        return editor;
    }

    /** Opens a terminal and waits for its prompt. */
    async openTerminal(): Promise<Terminal> {
        const before = await this.page.locator('.terminal-container').count();
        await this.run('Terminal: Create New Terminal');
        const terminal = new Terminal(this.page, before);
        await terminal.untilReady();
        return terminal;
    }

    /** Opens the Problems view by the counts in the status bar. */
    async openProblems(): Promise<void> {
        const counts = this.page.locator('#theia-statusBar .element', { has: this.page.locator('.codicon-error') });
        await counts.click();
        await expect(this.page.locator('#problems')).toBeVisible();
    }

    /** Searches all files for something that is there. */
    async search(text: string): Promise<void> {
        await this.page.keyboard.press('Control+Shift+f');
        const field = this.page.locator('#search-input-field');
        // Theia empties the field when it has the focus, which may be after it was filled.
        await expect(async () => {
            await field.fill(text);
            await field.press('Enter');
            await expect(this.searchResults.first()).toBeVisible({ timeout: 5000 });
        }).toPass();
    }

    /** Picks an entry of the quick input. One with `>` in front is a command, any other a file. */
    async pick(filter: string, option: string): Promise<void> {
        await this.choose(filter, option);
        await expect(this.quickInput).toBeHidden();
    }

    private async choose(filter: string, option: string): Promise<void> {
        // The workbench may not yet listen to keys when it is first seen; asking again does no harm.
        await expect(async () => {
            if (!(await this.quickInput.isVisible())) {
                // Neither a terminal nor a text field is to take the key for its own.
                await this.page.evaluate(() => {
                    if (document.activeElement instanceof HTMLElement) {
                        document.activeElement.blur();
                    }
                });
                await this.page.keyboard.press('F1');
            }
            await expect(this.quickInput).toBeVisible({ timeout: 3000 });
        }).toPass();
        await this.quickInput.locator('input.input').fill(filter);
        await this.quickInput.getByRole('option', { name: option }).first().click();
    }
}
