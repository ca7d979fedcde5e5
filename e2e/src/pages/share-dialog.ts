import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog in which a workspace is shared; it is the same in the workbench and on the dashboard. */
export class ShareDialog {
    readonly dialog: Locator;
    readonly canView: Locator;
    readonly canEdit: Locator;
    readonly approval: Locator;
    readonly keepOnStop: Locator;
    readonly link: Locator;
    readonly start: Locator;
    readonly stop: Locator;
    readonly copy: Locator;

    constructor(page: Page) {
        this.dialog = page.getByRole('dialog', { name: 'Share Running Workspace' });
        this.canView = this.dialog.getByRole('radio', { name: 'Can view' });
        this.canEdit = this.dialog.getByRole('radio', { name: 'Can edit' });
        this.approval = this.dialog.getByRole('checkbox', { name: 'Ask me before anyone enters' });
        this.keepOnStop = this.dialog.getByRole('checkbox', { name: 'Keep sharing after a restart' });
        this.link = this.dialog.getByRole('textbox', { name: 'Share link' });
        this.start = this.dialog.getByRole('button', { name: 'Start sharing' });
        this.stop = this.dialog.getByRole('button', { name: 'Stop sharing' });
        this.copy = this.dialog.getByRole('button', { name: 'Copy link' });
    }

    /** Begins to share and answers the link. */
    async startSharing(): Promise<string> {
        await this.start.click();
        await expect(this.link).toHaveValue(/\/join\/[\w-]{20,}$/);
        return this.link.inputValue();
    }

    async close(): Promise<void> {
        await this.dialog.getByRole('button', { name: 'Close' }).click();
        await expect(this.dialog).toBeHidden();
    }
}
