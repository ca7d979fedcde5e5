import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const CANDIDATES = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome'
];

/** Starts the machine's own Chromium without anything that would speak to the outside. */
export function launchBrowser(): Promise<Browser> {
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
            '--disable-sync'
        ]
    });
}

/** How long a page takes from navigation, in milliseconds. */
export interface PageLoad {
    /** The frame of the workbench is there. */
    readonly shell: number;
    /** The tree of files shows its first entry and nothing lies over it. */
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
        await page.locator('#files .theia-TreeNode').nth(1).waitFor({ timeout: 120_000 });
        return { shell, interactive: performance.now() - began, bytes: received() };
    } finally {
        await page.close();
    }
}

async function countBytes(page: Page): Promise<() => number> {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    return () => bytes;
}
