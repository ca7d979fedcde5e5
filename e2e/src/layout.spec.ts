import type { Browser, BrowserContext, Locator, Page, TestInfo } from '@playwright/test';
import { expect, followAndSignIn, join, openWorkbench, share, test } from './guests.js';
import { HubClient } from './hub/hub-client.js';
import { Editor } from './pages/editor.js';
import { arrangementOf, firstShare, type Arrangement } from './pages/layout.js';
import { Notifications } from './pages/notifications.js';
import { WorkbenchPage } from './pages/workbench-page.js';
import type { Person } from './test.js';

const LAYOUT = 'file:///workspace/guests:layout';
const BREAKPOINTS = 'file:///workspace/guests:breakpoints';

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
    await breakAt(count, 5);
    await workbench.run('Split Editor Right');
    await workbench.openProblems();
    await expect.poll(() => arrangementOf(page)).toEqual(arranged);
}

/** Opens a file in a tab that stays when the next one is opened. */
async function openForGood(workbench: WorkbenchPage, name: string): Promise<void> {
    await (await workbench.openFile(name)).tab.dblclick();
}

/** Another browser of somebody who is signed in: the cookies of the hub, and nothing else. */
async function anotherBrowser(browser: Browser, context: BrowserContext, options: object): Promise<BrowserContext> {
    const { cookies } = await context.storageState();
    return browser.newContext({ ...options, storageState: { cookies, origins: [] } });
}

interface KeptLayout {
    readonly mainPanel?: unknown;
    readonly bottomPanel?: { readonly expanded?: boolean };
}

/** What the hub keeps for the person in front of a page. */
function kept(page: Page): Promise<Record<string, string>> {
    return page.evaluate(async () => {
        const response = await fetch('/.longtable/workbench-state');
        return ((await response.json()) as { entries: Record<string, string> }).entries;
    });
}

async function keptLayout(page: Page): Promise<KeptLayout> {
    const text = (await kept(page))[LAYOUT];
    return text === undefined ? {} : (JSON.parse(JSON.parse(text) as string) as KeptLayout);
}

/** The editors in it, as text: the tree of files names all of them. */
async function keptEditors(page: Page): Promise<string> {
    return JSON.stringify((await keptLayout(page)).mainPanel ?? '');
}

/** Waits until the hub has got what {@link arrange} has made. */
async function untilKept(page: Page): Promise<void> {
    await expect
        .poll(async () => {
            const layout = await keptLayout(page);
            return layout.bottomPanel?.expanded === true && JSON.stringify(layout).includes('"problems"');
        })
        .toBe(true);
    await expect.poll(async () => (await kept(page))[BREAKPOINTS] ?? '').toContain('count.mjs');
}

/** Takes a snapshot; answers its link. */
async function snapshotOf({ client }: Person, id: string): Promise<string> {
    interface Snapshot {
        readonly id: string;
        readonly status: string;
        readonly url?: string;
    }
    let snapshot = (await (await client.call('POST', `/workspaces/${id}/snapshots`, {})).json()) as Snapshot;
    await expect
        .poll(async () => {
            snapshot = (await (await client.call('GET', `/snapshots/${snapshot.id}`)).json()) as Snapshot;
            return snapshot.status;
        })
        .toBe('ready');
    return snapshot.url ?? '';
}

async function breakAt(editor: Editor, line: number): Promise<void> {
    await editor.moveTo(line);
    await editor.page.keyboard.press('F9');
    await expect(editor.breakpoints).toHaveCount(1);
}

function breakpointsIn(page: Page): Locator {
    return page.locator('.glyph-margin-widgets [class*="codicon-debug-breakpoint"]');
}

async function picture(testInfo: TestInfo, name: string, page: Page): Promise<void> {
    await testInfo.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
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
    await arrange(workbench);
    await untilKept(page);
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
    await arrange(adas);
    await untilKept(ada.page);

    const grace = await visitor('Grace');
    const graces = await join(grace, await share(ada, id));
    await expect
        .poll(() => arrangementOf(grace.page))
        .toEqual({ editors: [['greeting.ts', 'count.mjs'], ['count.mjs']], bottom: ['Problems'] });
    await expect(grace.page.locator('.terminal-container')).toHaveCount(0);
    await expect(breakpointsIn(grace.page)).toHaveCount(0);
    await picture(testInfo, 'guest', grace.page);

    // From here on it is the guest's own, and the owner's stays as it is.
    const readme = await graces.openFile('README.md');
    await readme.tab.dblclick();
    await expect.poll(() => keptEditors(grace.page)).toContain('README.md');
    await grace.page.reload();
    await graces.untilReady();
    await expect.poll(async () => (await arrangementOf(grace.page)).editors.flat()).toContain('README.md');
    await ada.page.reload();
    await adas.untilReady();
    await expect.poll(() => arrangementOf(ada.page)).toEqual(arranged);
});

test('SNAP-30, SNAP-32: who opens a snapshot sees the taker’s editors, splits, panel and breakpoint', async ({
    hub,
    signIn,
    repository,
    visitor
}, testInfo) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const adas = await openWorkbench(ada.page, hub.url, id);
    await arrange(adas);
    await untilKept(ada.page);
    const link = await snapshotOf(ada, id);
    expect((await ada.client.call('DELETE', `/workspaces/${id}`)).status()).toBe(204);

    const grace = await visitor('Grace');
    await followAndSignIn(grace, link);
    await grace.page.getByRole('button', { name: 'Open as my workspace' }).click();
    const graces = new WorkbenchPage(grace.page);
    await graces.untilReady();
    const client = new HubClient(grace.context.request, hub.url);
    const [copy] = await client.workspaces();
    await expect
        .poll(async () => (await arrangementOf(grace.page)).editors)
        .toEqual([['greeting.ts', 'count.mjs'], ['count.mjs']]);
    await expect.poll(async () => (await arrangementOf(grace.page)).bottom).toContain('Problems');
    await expect(breakpointsIn(grace.page).first()).toBeVisible();
    await picture(testInfo, 'snapshot', grace.page);
    await client.call('DELETE', `/workspaces/${copy?.id ?? ''}`);
});

test('LAYOUT-8, LAYOUT-9: a change right before a page goes is kept, and one that could not be sent is offered when another browser was there since', async ({
    browser,
    hub,
    signIn,
    repository
}, testInfo) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const { page } = ada;
    const workbench = await openWorkbench(page, hub.url, id);
    await openForGood(workbench, 'greeting.ts');
    // Sooner than anything that waits a moment comes to its turn.
    await page.goto(`${hub.url}/`);
    const context = await anotherBrowser(browser, ada.context, testInfo.project.use);
    const elsewhere = await context.newPage();
    const other = await openWorkbench(elsewhere, hub.url, id);
    await expect.poll(async () => (await arrangementOf(elsewhere)).editors.flat()).toContain('greeting.ts');

    // The first browser loses its way to the hub, and ends without a word.
    await page.goto(`${hub.url}/w/${id}`);
    await workbench.untilReady();
    await page.route('**/.longtable/workbench-state', route =>
        route.request().method() === 'PATCH' ? route.abort() : route.continue()
    );
    await openForGood(workbench, 'count.mjs');
    await breakAt(new Editor(page, 'count.mjs'), 5);
    await expect
        .poll(() =>
            page.evaluate(() => {
                const [, text = ''] =
                    Object.entries(localStorage).find(([name]) => /^theia@.*:breakpoints$/.test(name)) ?? [];
                return String(text);
            })
        )
        .toContain('count.mjs');
    await expect
        .poll(() =>
            page.evaluate(() => {
                const key = Object.keys(localStorage).find(name => /^theia@.*:layout$/.test(name)) ?? '';
                const { mainPanel } = JSON.parse(JSON.parse(localStorage.getItem(key) ?? '"{}"') as string) as {
                    mainPanel?: unknown;
                };
                return JSON.stringify(mainPanel ?? '');
            })
        )
        .toContain('count.mjs');
    const session = await ada.context.newCDPSession(page);
    session.send('Page.crash').catch(() => undefined);

    await breakAt(await other.openFile('greeting.ts'), 1);
    await expect.poll(async () => (await kept(elsewhere))[BREAKPOINTS] ?? '').toContain('greeting.ts');
    await openForGood(other, 'package.json');
    await expect.poll(() => keptEditors(elsewhere)).toContain('package.json');

    const again = await ada.context.newPage();
    const back = await openWorkbench(again, hub.url, id);
    const offer = new Notifications(again).saying('Since this browser lost its connection');
    await expect(offer).toBeVisible();
    expect((await arrangementOf(again)).editors.flat()).toContain('package.json');
    expect((await arrangementOf(again)).editors.flat()).not.toContain('count.mjs');
    await picture(testInfo, 'displaced', again);
    const reloaded = again.waitForEvent('load');
    await offer.getByRole('button', { name: 'Use this browser’s' }).click();
    // Asked in the middle of it, a page that goes away has no answer.
    await reloaded;
    await back.untilReady();
    await expect.poll(async () => (await arrangementOf(again)).editors.flat()).toContain('count.mjs');
    expect((await arrangementOf(again)).editors.flat()).not.toContain('package.json');
    await expect.poll(() => keptEditors(again)).toContain('count.mjs');
    // Neither has the page that went stored its own over what was chosen.
    const breakpoints = (await kept(again))[BREAKPOINTS];
    expect(breakpoints).toContain('count.mjs');
    expect(breakpoints).not.toContain('greeting.ts');
    await context.close();
});

test('LAYOUT-11: a terminal whose place was captured is closed with its tab', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const workbench = await openWorkbench(ada.page, hub.url, id);
    const tabs = ada.page.locator('#theia-bottom-content-panel .lm-TabBar-tab');
    const watch = await workbench.openTerminal();
    const before = await tabs.count();
    const doomed = await workbench.openTerminal();
    await doomed.enter('sleep 54321');
    const terminals = await ada.page.locator('.terminal-container').count();
    await expect
        .poll(async () => JSON.stringify(await keptLayout(ada.page)).match(/\bterminalId\b/g)?.length)
        .toBe(terminals);
    await tabs.nth(before).locator('.lm-TabBar-tabCloseIcon').click();
    await expect(tabs).toHaveCount(before);
    await expect.poll(() => watch.output("pgrep -cf 'sleep 5432[1]'")).toBe('0');
});
