import { expect, type Locator, type Page } from '@playwright/test';

/** A text editor in the main area, the one in front. */
export class Editor {
    readonly tab: Locator;
    readonly lines: Locator;
    readonly suggestions: Locator;
    /** Folders, file and symbols in which the caret is. */
    readonly breadcrumbs: Locator;
    private readonly widget: Locator;

    constructor(
        readonly page: Page,
        readonly name: string
    ) {
        const main = page.locator('#theia-main-content-panel');
        this.tab = main.locator('.lm-TabBar-tab', { hasText: name });
        this.widget = main.locator('.theia-editor:not(.lm-mod-hidden) .monaco-editor').first();
        this.lines = this.widget.locator('.view-line');
        this.breadcrumbs = main.locator('.theia-breadcrumb-item');
        this.suggestions = page.locator('.suggest-widget.visible .monaco-list-row');
    }

    /** What stands in the visible lines. Monaco shows spaces as no-break spaces and positions lines by style. */
    async text(): Promise<string> {
        const lines = await this.lines.evaluateAll(elements =>
            elements
                .map(element => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
                .sort((a, b) => a.top - b.top)
                .map(({ text }) => text)
        );
        return lines.join('\n').replaceAll('\u00a0', ' ');
    }

    /** Puts the caret at a place; lines and columns count from 1, and column 0 is the end of the line. */
    async moveTo(line: number, column = 0): Promise<void> {
        const quickInput = this.page.locator('.quick-input-widget');
        await this.focus();
        await this.page.keyboard.press('Control+g');
        await expect(quickInput).toBeVisible();
        await quickInput.locator('input.input').fill(`:${line}${column > 0 ? `:${column}` : ''}`);
        await this.page.keyboard.press('Enter');
        await expect(quickInput).toBeHidden();
        // For some 15 ms more it takes Enter for itself.
        await this.aFrameLater();
        if (column === 0) {
            await this.page.keyboard.press('End');
        }
    }

    async focus(): Promise<void> {
        await this.tab.click();
        await this.leaveTab();
        await this.lines.first().click();
    }

    /** Takes the pointer into the text, as the hover of a tab lies over the first lines while the pointer stays on the tab. */
    private async leaveTab(): Promise<void> {
        const box = await this.widget.boundingBox();
        if (box) {
            await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        }
    }

    async type(text: string): Promise<void> {
        await this.page.keyboard.type(text, { delay: 20 });
    }

    /** Waits until what was typed is on disk. */
    async untilSaved(): Promise<void> {
        // Its tab says so one frame after the letter.
        await this.aFrameLater();
        await expect(this.tab).not.toHaveClass(/theia-mod-dirty/);
    }

    /** Beside lines that git has otherwise or not at all. */
    get changeMarks(): Locator {
        return this.widget.locator('.dirty-diff-glyph');
    }

    /** What extensions have drawn behind the text. */
    get marksOfExtensions(): Locator {
        return this.widget.locator('.view-overlays .cdr[class*="TextEditorDecorationType"]');
    }

    get squiggles(): Locator {
        return this.widget.locator('.squiggly-error');
    }

    get breakpoints(): Locator {
        return this.widget.locator('.glyph-margin-widgets [class*="codicon-debug-breakpoint"]');
    }

    /** The line at which a debugged program stands. */
    get stoppedLine(): Locator {
        return this.widget.locator('.theia-debug-top-stack-frame-line');
    }

    private async aFrameLater(): Promise<void> {
        await this.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 50))));
    }
}
