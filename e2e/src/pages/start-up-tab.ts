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

    async open(): Promise<void> {
        await this.tab.click();
        await expect(this.tab).toHaveClass(/lm-mod-current/);
    }
}
