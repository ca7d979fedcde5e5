import type { Page } from 'playwright-core';

/** When something of one key was seen in a page, in milliseconds since 1970. */
export interface Seen {
    /** The page got the key; absent where it was typed in another page. */
    readonly key?: number;
    /** The text on the screen changed. */
    readonly text: number;
    /** The frame after that began. */
    readonly frame: number;
}

interface Probe {
    key: number | undefined;
    readonly seen: Seen[];
}

declare global {
    interface Window {
        longtableProbe?: Probe;
    }
}

/** Watches the editor of a page from now on: keys that arrive, and the text that is shown. */
export async function installProbe(page: Page): Promise<void> {
    await page.evaluate(() => {
        const now = (): number => performance.timeOrigin + performance.now();
        const probe: Probe = { key: undefined, seen: [] };
        window.longtableProbe = probe;
        const lines = document.querySelector('.monaco-editor .view-lines');
        if (lines === null) {
            throw new Error('The page has no editor.');
        }
        addEventListener('keydown', () => (probe.key = now()), { capture: true });
        let length = lines.textContent.length;
        new MutationObserver(() => {
            const { textContent } = lines;
            // Carets and colours change the lines as well.
            if (textContent.length === length) {
                return;
            }
            length = textContent.length;
            const text = now();
            const { key } = probe;
            probe.key = undefined;
            requestAnimationFrame(() => probe.seen.push({ ...(key === undefined ? {} : { key }), text, frame: now() }));
        }).observe(lines, { childList: true, subtree: true, characterData: true });
    });
}

/** What was seen since the last call. */
export function takeSeen(page: Page): Promise<readonly Seen[]> {
    return page.evaluate(() => window.longtableProbe?.seen.splice(0) ?? []);
}
