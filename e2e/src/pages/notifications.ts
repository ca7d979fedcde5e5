import type { Locator, Page } from '@playwright/test';

/** What a workbench tells in passing, with its buttons. */
export class Notifications {
    /** Everything that was told, also what only stands in the closed list of notifications. */
    readonly all: Locator;
    private readonly toasts: Locator;

    constructor(page: Page) {
        this.all = page.locator('.theia-notification-list-item');
        this.toasts = page.locator('.theia-notification-toasts .theia-notification-list-item');
    }

    /** What is told at the moment. */
    saying(text: string): Locator {
        return this.toasts.filter({ hasText: text });
    }
}
