import { expect, type Locator, type Page } from '@playwright/test';

export type AccountMenuItem =
    | 'Share Running Workspace'
    | 'Stop Sharing'
    | 'Take Workspace Snapshot'
    | 'Manage Snapshots'
    | 'Open Dashboard'
    | 'Stop Workspace'
    | 'Sign Out';

/** The menu behind one's own avatar. */
export class AccountMenu {
    readonly button: Locator;
    readonly items: Locator;

    constructor(private readonly page: Page) {
        this.button = page.getByRole('button', { name: 'Account menu' });
        this.items = page.locator('.lm-Menu').getByRole('menuitem');
    }

    item(label: AccountMenuItem): Locator {
        return this.items.filter({ hasText: label });
    }

    async open(): Promise<void> {
        await this.button.click();
        await expect(this.item('Open Dashboard')).toBeVisible();
    }

    async close(): Promise<void> {
        await this.page.keyboard.press('Escape');
        await expect(this.item('Open Dashboard')).toBeHidden();
    }

    async choose(label: AccountMenuItem): Promise<void> {
        await this.open();
        await this.item(label).click();
    }
}
