import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const CANDIDATES = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome'
];

/** Starts the machine's own Chromium without anything that would speak to the outside. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
    const executablePath = CANDIDATES.find(candidate => candidate !== undefined && existsSync(candidate));
    return chromium.launch({
        ...(executablePath === undefined ? {} : { executablePath }),
        args: [
            ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            ...more
        ]
    });
}

/** How long a page takes from navigation, in milliseconds. */
export interface PageLoad {
    /** The frame of the workbench is there. */
    readonly shell: number;
    /** The tree of files shows an entry and nothing lies over it. */
    readonly interactive: number;
    /** Compressed bytes of HTTP responses. */
    readonly bytes: number;
}

/** Opens a Theia page in a tab of a context and measures it. */
export async function measurePage(context: BrowserContext, url: string): Promise<PageLoad> {
    const page = await context.newPage();
    try {
        const received = await countBytes(page);
        const began = performance.now();
        await page.goto(url, { waitUntil: 'commit' });
        await page.locator('#theia-app-shell, .theia-ApplicationShell').first().waitFor({ timeout: 120_000 });
        const shell = performance.now() - began;
        await page.locator('.theia-preload').waitFor({ state: 'detached', timeout: 120_000 });
        await openFiles(page);
        await page.waitForFunction(filesCanBeClicked, undefined, { timeout: 120_000, polling: 'raf' });
        return { shell, interactive: performance.now() - began, bytes: received() };
    } finally {
        await page.close();
    }
}

/** Stock Theia starts with its side bar closed: there a click as soon as there is something to click opens it. */
async function openFiles(page: Page): Promise<void> {
    const tab = page.locator('#shell-tab-explorer-view-container');
    await tab.waitFor({ timeout: 120_000 });
    const isOpen = await tab.evaluate(element => element.classList.contains('lm-mod-current'));
    if (!isOpen) {
        await tab.click();
    }
}

/** Runs in the page: whether a click on the first entry below the folder would reach it. */
function filesCanBeClicked(): boolean {
    const entry = document.querySelectorAll('#files .theia-TreeNode')[1];
    if (entry === undefined) {
        return false;
    }
    const { left, top, width, height } = entry.getBoundingClientRect();
    return width > 0 && entry.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}

async function countBytes(page: Page): Promise<() => number> {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    return () => bytes;
}
