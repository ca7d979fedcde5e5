import { expect, type Locator, type Page } from '@playwright/test';

/** The Source Control view at the side. */
export class SourceControlView {
    readonly container: Locator;
    readonly changes: Locator;
    readonly message: Locator;
    /** The offer to name those whose edits are staged. */
    readonly coAuthors: Locator;

    constructor(private readonly page: Page) {
        this.container = page.locator('#scm-view-container');
        this.changes = this.container.locator('.scmItem');
        this.message = this.container.locator('#theia-scm-input-message');
        this.coAuthors = this.container.locator('.longtable-co-authors');
    }

    async open(): Promise<void> {
        if (!(await this.container.isVisible())) {
            await this.page.locator('#shell-tab-scm-view-container').click();
        }
        await expect(this.container).toBeVisible();
    }

    change(file: string): Locator {
        return this.changes.filter({ hasText: file });
    }

    /** Stages a file, and waits until the view shows it as staged: a commit before that would ask what to commit. */
    async stage(file: string): Promise<void> {
        await this.change(file).hover();
        // Not a part of "Unstage Changes", which a row has that another person has staged.
        await this.change(file).getByTitle('Stage Changes', { exact: true }).click();
        // The offer of co-authors may come in between, and move the row away from the mouse.
        await expect(async () => {
            await this.change(file).hover();
            await expect(this.change(file).getByTitle('Unstage Changes')).toBeVisible({ timeout: 2000 });
        }).toPass();
    }

    async commit(message: string): Promise<void> {
        await this.message.fill(message);
        await this.message.press('Control+Enter');
    }
}
