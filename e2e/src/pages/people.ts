import { expect, type Locator, type Page } from '@playwright/test';

export type RoleName = 'owner' | 'editor' | 'viewer';

/** The people at the top right of a workbench, and the card that a click on one of them opens. */
export class People {
    readonly list: Locator;
    readonly items: Locator;

    constructor(private readonly page: Page) {
        this.list = page.getByRole('list', { name: 'People in this workspace' });
        this.items = this.list.getByRole('listitem');
    }

    person(name: string, role: RoleName): Locator {
        return this.list.getByRole('listitem', { name: `${name} (${role})`, exact: true });
    }

    /** Expects these people and nobody else, each once. */
    async expectExactly(...people: readonly (readonly [name: string, role: RoleName])[]): Promise<void> {
        for (const [name, role] of people) {
            await expect(this.person(name, role)).toHaveCount(1);
        }
        await expect(this.items).toHaveCount(people.length);
    }

    /** The picture of somebody; its title is the tooltip. */
    avatar(name: string): Locator {
        return this.list.getByRole('button', { name: new RegExp(`^${name} \\(`) });
    }

    card(name: string): Locator {
        return this.page.getByRole('dialog', { name, exact: true });
    }

    async openCard(name: string): Promise<Locator> {
        await this.avatar(name).click();
        await expect(this.card(name)).toBeVisible();
        return this.card(name);
    }

    /** Takes somebody's right away, as the owner does. */
    async remove(name: string): Promise<void> {
        const card = await this.openCard(name);
        await card.getByRole('button', { name: 'Remove…' }).click();
        const question = this.page.locator('.dialogBlock', { hasText: `Remove ${name}` });
        await question.getByRole('button', { name: 'Remove', exact: true }).click();
    }

    /** When so many people stood in the list, by the clock of the page, in milliseconds since 1970. */
    async whenCounted(count: number): Promise<number> {
        return this.list.evaluate(
            (list, wanted) =>
                new Promise<number>(resolve => {
                    const check = (): boolean => {
                        const done = list.querySelectorAll('li').length === wanted;
                        if (done) {
                            observer.disconnect();
                            resolve(Date.now());
                        }
                        return done;
                    };
                    const observer = new MutationObserver(check);
                    if (!check()) {
                        observer.observe(list, { childList: true, subtree: true });
                    }
                }),
            count
        );
    }
}
