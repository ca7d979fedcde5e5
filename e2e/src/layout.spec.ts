import type { Browser, BrowserContext, Locator, Page, TestInfo } from '@playwright/test';
import { expect, followAndSignIn, openWorkbench, share, test } from './guests.js';
import { arrangementOf, firstShare, type Arrangement } from './pages/layout.js';
import { WorkbenchPage } from './pages/workbench-page.js';

/** What the tests arrange: two editors beside each other, a view at the bottom, a breakpoint. */
const arranged: Arrangement = {
    editors: [['Welcome', 'greeting.ts', 'count.mjs'], ['count.mjs']],
    bottom: ['Problems', 'bash']
};

async function arrange(workbench: WorkbenchPage): Promise<void> {
    const { page } = workbench;
    const greeting = await workbench.openFile('greeting.ts');
    await greeting.tab.dblclick();
    const count = await workbench.openFile('count.mjs');
    await count.tab.dblclick();
    await count.moveTo(5);
    await page.keyboard.press('F9');
    await expect(count.breakpoints).toHaveCount(1);
    await workbench.run('Split Editor Right');
    await workbench.openProblems();
    await expect.poll(() => arrangementOf(page)).toEqual(arranged);
}

/** Another browser of somebody who is signed in: the cookies of the hub, and nothing else. */
async function anotherBrowser(browser: Browser, context: BrowserContext, options: object): Promise<BrowserContext> {
    const { cookies } = await context.storageState();
    return browser.newContext({ ...options, storageState: { cookies, origins: [] } });
}

/** Resolves when the hub has got something under a name that ends so, which says so. */
function untilKept(page: Page, name: string, text: string): Promise<unknown> {
    return page.waitForResponse(
        response =>
            response.url().endsWith('/.longtable/workbench-state') &&
            response.request().method() === 'PATCH' &&
            response.ok() &&
            Object.entries((response.request().postDataJSON() as { set?: Record<string, string> }).set ?? {}).some(
                ([key, value]) => key.endsWith(name) && value.includes(text)
            )
    );
}

function breakpointsIn(page: Page): Locator {
    return page.locator('.glyph-margin-widgets [class*="codicon-debug-breakpoint"]');
}

async function picture(testInfo: TestInfo, name: string, page: Page): Promise<void> {
    await testInfo.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
    if (process.env['LAYOUT_PICTURES']) {
        await page.screenshot({ path: `${process.env['LAYOUT_PICTURES']}/${name}.png` });
    }
}

test('LAYOUT-8, LAYOUT-11: after a kill -9 of the browser, another one shows the same editors, splits, panel and breakpoint', async ({
    hub,
    launchOptions,
    playwright,
    repository,
    signIn
}, testInfo) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const server = await playwright.chromium.launchServer(launchOptions);
    const doomed = await playwright.chromium.connect(server.wsEndpoint());
    const context = await anotherBrowser(doomed, ada.context, testInfo.project.use);
    const page = await context.newPage();
    const workbench = await openWorkbench(page, hub.url, id);
    const kept = Promise.all([untilKept(page, ':layout', 'problems'), untilKept(page, ':breakpoints', 'count.mjs')]);
    await arrange(workbench);
    await kept;
    await picture(testInfo, 'before', page);
    const part = await firstShare(page);
    // No event of any page gets a chance.
    await server.kill();

    const again = await openWorkbench(ada.page, hub.url, id);
    await expect.poll(() => arrangementOf(ada.page)).toEqual(arranged);
    expect(Math.abs((await firstShare(ada.page)) - part)).toBeLessThan(0.05);
    await expect(breakpointsIn(again.page).first()).toBeVisible();
    await picture(testInfo, 'after', ada.page);
});

test('LAYOUT-6: a guest’s first visit starts from the owner’s editors and views, and not from the owner’s terminals and breakpoints', async ({
    hub,
    signIn,
    repository,
    visitor
}, testInfo) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const adas = await openWorkbench(ada.page, hub.url, id);
    const kept = Promise.all([
        untilKept(ada.page, ':layout', 'problems'),
        untilKept(ada.page, ':breakpoints', 'count.mjs')
    ]);
    await arrange(adas);
    await kept;

    const grace = await visitor('Grace');
    await followAndSignIn(grace, await share(ada, id));
    const graces = new WorkbenchPage(grace.page);
    await graces.untilReady();
    await expect
        .poll(() => arrangementOf(grace.page))
        .toEqual({ editors: [['greeting.ts', 'count.mjs'], ['count.mjs']], bottom: ['Problems'] });
    await expect(grace.page.locator('.terminal-container')).toHaveCount(0);
    await expect(breakpointsIn(grace.page)).toHaveCount(0);
    await picture(testInfo, 'guest', grace.page);

    // From here on it is the guest's own, and the owner's stays as it is.
    const readme = await graces.openFile('README.md');
    await readme.tab.dblclick();
    await untilKept(grace.page, ':layout', 'README.md');
    await grace.page.reload();
    await graces.untilReady();
    await expect.poll(async () => (await arrangementOf(grace.page)).editors.flat()).toContain('README.md');
    await ada.page.reload();
    await adas.untilReady();
    await expect.poll(() => arrangementOf(ada.page)).toEqual(arranged);
});
