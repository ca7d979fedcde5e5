import { expect, type Locator, type Page } from '@playwright/test';

export type RowAction =
    | 'Open'
    | 'Start'
    | 'Stop'
    | 'Rename'
    | 'Pin'
    | 'Unpin'
    | 'Download'
    | 'Take snapshot'
    | 'Manage snapshots'
    | 'Delete';

/** The list of workspaces and what is reached from it, by the names that people see. */
export class DashboardPage {
    readonly newWorkspace: Locator;
    readonly table: Locator;
    readonly dialog: Locator;

    constructor(
        readonly page: Page,
        private readonly hubUrl: string
    ) {
        this.newWorkspace = page.getByRole('button', { name: 'New workspace' });
        this.table = page.getByRole('table', { name: 'Workspaces' });
        this.dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    }

    async open(): Promise<void> {
        await this.page.goto(`${this.hubUrl}/`);
        await expect(this.newWorkspace).toBeVisible();
    }

    /** Signs in by name on the page that a visitor without a session is sent to. */
    async signIn(name: string): Promise<void> {
        await this.page.goto(`${this.hubUrl}/`);
        await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
        await this.page.getByRole('button', { name: 'Sign in' }).click();
        await expect(this.newWorkspace).toBeVisible();
    }

    /** Asks for a workspace of a repository; what comes then is the caller's to expect. */
    async create(repository: string): Promise<void> {
        await this.newWorkspace.click();
        await this.dialog.getByRole('textbox', { name: 'Repository URL' }).fill(repository);
        await this.dialog.getByRole('button', { name: 'Create workspace' }).click();
    }

    row(name: string): Locator {
        return this.table.getByRole('row', { name });
    }

    async choose(name: string, action: RowAction): Promise<void> {
        await this.row(name).getByRole('button', { name: 'More actions' }).click();
        await this.page.getByRole('menuitem', { name: action, exact: true }).click();
    }
}
