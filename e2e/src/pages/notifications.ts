import type { Locator, Page } from '@playwright/test';

/** What a workbench tells in passing, with its buttons. */
export class Notifications {
    readonly all: Locator;

    constructor(page: Page) {
        this.all = page.locator('.theia-notification-list-item');
    }

    saying(text: string): Locator {
        return this.all.filter({ hasText: text });
    }
}
