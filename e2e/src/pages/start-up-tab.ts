import { expect, type Locator, type Page } from '@playwright/test';

/** The tab of a start-up task, by its title. */
export class StartUpTab {
    readonly tab: Locator;
    /** The terminal in front, which is that of the tab once it was opened. */
    readonly terminal: Locator;

    constructor(page: Page, title: string) {
        this.tab = page.locator('.lm-TabBar-tab', { hasText: new RegExp(`^${title}$`) });
        this.terminal = page.locator('#theia-bottom-content-panel .terminal-container:not(.lm-mod-hidden) .xterm-rows');
    }

    /** Brings it to the front, where others may come to of themselves while a page begins. */
    async open(): Promise<void> {
        await expect(async () => {
            await this.tab.click({ timeout: 10_000 });
            await expect(this.tab).toHaveClass(/lm-mod-current/, { timeout: 2000 });
        }).toPass({ timeout: 60_000 });
    }
}
