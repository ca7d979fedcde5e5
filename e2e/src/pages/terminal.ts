import { expect, type Locator, type Page } from '@playwright/test';

/** One of the open terminals, by the order in which they were opened. */
export class Terminal {
    readonly container: Locator;

    constructor(
        private readonly page: Page,
        index: number
    ) {
        this.container = page.locator('.terminal-container').nth(index);
    }

    /** Waits until the shell has printed its prompt. */
    async untilReady(): Promise<void> {
        await expect(this.container.locator('.xterm-rows')).toContainText(/[$#]/);
    }

    /** Types a line and Enter. */
    async enter(line: string): Promise<void> {
        await this.container.locator('.xterm-helper-textarea').focus();
        await this.page.keyboard.type(line);
        await this.page.keyboard.press('Enter');
    }

    /** What stands on the screen, lines that xterm wrapped put together again. */
    async text(): Promise<string> {
        const rows = await this.container.locator('.xterm-rows > div').allTextContents();
        return rows.map(row => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
    }

    /**
     * Runs a command and answers what it printed. Marks around the output tell it from the echo of the command and
     * from the prompt.
     */
    async output(command: string): Promise<string> {
        const mark = Math.random().toString(36).slice(2, 8);
        await this.enter(`clear; printf '<%s\\n' ${mark}; { ${command}; } 2>&1; printf '%s>\\n' ${mark}`);
        const framed = new RegExp(`<${mark}\\n([\\s\\S]*?)\\n?${mark}>`);
        let found = '';
        await expect
            .poll(async () => {
                const match = framed.exec(await this.text());
                found = match?.[1] ?? '';
                return match !== null;
            })
            .toBe(true);
        return found;
    }
}
