import { expect, type Locator, type Page } from '@playwright/test';

/** What is left of a workbench when its person's right has ended. */
export class EndedPage {
    readonly dialog: Locator;

    constructor(private readonly page: Page) {
        this.dialog = page.getByRole('alertdialog');
    }

    /** Expects a sentence that says who ended the right, a way back, and nothing of the workspace. */
    async expectToSay(sentence: string, hubUrl: string): Promise<void> {
        await expect(this.dialog).toContainText(sentence);
        await expect(this.dialog.getByRole('link', { name: 'Open Dashboard' })).toHaveAttribute('href', `${hubUrl}/`);
        await expect(this.page.locator('.theia-ApplicationShell, .monaco-editor, .theia-FileStatNode')).toHaveCount(0);
        await expect(this.page.locator('body > *')).toHaveCount(1);
        await expect(this.page).toHaveTitle('Longtable');
    }

    /** When the page said that the right has ended, by the clock of the page, in milliseconds since 1970. */
    async whenShown(): Promise<number> {
        return this.page.evaluate(
            () =>
                new Promise<number>(resolve => {
                    const check = (): boolean => {
                        const shown = document.querySelector('[role="alertdialog"]') !== null;
                        if (shown) {
                            observer.disconnect();
                            resolve(Date.now());
                        }
                        return shown;
                    };
                    const observer = new MutationObserver(check);
                    if (!check()) {
                        observer.observe(document.documentElement, { childList: true, subtree: true });
                    }
                })
        );
    }
}
