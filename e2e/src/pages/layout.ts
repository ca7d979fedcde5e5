import type { Page } from '@playwright/test';

/** How the workbench is arranged, as one sees it. */
export interface Arrangement {
    /** Titles of the editors, for each split from left to right. */
    readonly editors: readonly (readonly string[])[];
    /** Titles of the views at the bottom; none while it is folded. */
    readonly bottom: readonly string[];
}

/** Reads how the workbench of a page is arranged. */
export function arrangementOf(page: Page): Promise<Arrangement> {
    return page.evaluate(() => {
        const titles = (bar: Element) =>
            Array.from(bar.querySelectorAll('.lm-TabBar-tabLabel'))
                .map(tab => tab.textContent.trim())
                .filter(text => text !== '');
        const bars = (panel: string) =>
            Array.from(document.querySelectorAll(`${panel} .lm-TabBar`))
                .filter(bar => bar.getBoundingClientRect().width > 0)
                .sort((one, other) => one.getBoundingClientRect().left - other.getBoundingClientRect().left)
                .map(titles)
                .filter(all => all.length > 0);
        return { editors: bars('#theia-main-content-panel'), bottom: bars('#theia-bottom-content-panel').flat() };
    });
}

/** Which part of the width of the main area its first split has. */
export function firstShare(page: Page): Promise<number> {
    return page.evaluate(() => {
        const main = document.querySelector('#theia-main-content-panel')?.getBoundingClientRect();
        const bars = Array.from(document.querySelectorAll('#theia-main-content-panel .lm-TabBar'))
            .map(bar => bar.getBoundingClientRect())
            .filter(({ width }) => width > 0)
            .sort((one, other) => one.left - other.left);
        return (bars[0]?.width ?? 0) / (main?.width ?? 1);
    });
}
