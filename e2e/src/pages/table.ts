import { expect, type Locator, type Page } from '@playwright/test';

/** What a workbench shows of the others while one works: their carets, where they are, and whom one follows. */
export class Table {
    /** Carets of others in the editors that can be seen. */
    readonly carets: Locator;
    readonly selections: Locator;
    /** The names at carets; they come and go. */
    readonly flags: Locator;
    /** The frame around the editors while one follows somebody. */
    readonly frame: Locator;

    constructor(private readonly page: Page) {
        const main = page.locator('#theia-main-content-panel .theia-editor:not(.lm-mod-hidden)');
        this.carets = main.locator('.longtable-caret');
        this.selections = main.locator('.longtable-selection');
        this.flags = page.locator('.longtable-caret-flag:not(.longtable-mod-idle)');
        this.frame = page.locator('.longtable-follow-frame');
    }

    async expectFollowing(name: string): Promise<void> {
        await expect(this.frame.getByRole('status')).toHaveText(`Following ${name}`);
    }

    stopFollowing(name: string): Locator {
        return this.frame.getByRole('button', { name: `Stop following ${name}` });
    }

    /** The mark at a file or folder of the explorer, or on a tab, by what its tooltip says. */
    markIn(place: Locator, tooltip: string): Locator {
        return place.locator(`[title="${tooltip}"]`);
    }

    /** The colour in which something is drawn, as the browser has computed it. */
    static colour(element: Locator, property: 'background-color' | 'border-left-color' | 'color'): Promise<string> {
        return element.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
    }
}
