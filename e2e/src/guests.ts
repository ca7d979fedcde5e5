import type { BrowserContext, Page, TestInfo } from '@playwright/test';
import { expect, test as base, type Person } from './test.js';
import { WorkbenchPage } from './pages/workbench-page.js';

export { expect } from './test.js';

/** Somebody with a browser who has not signed in yet. */
export interface Visitor {
    readonly name: string;
    readonly context: BrowserContext;
    readonly page: Page;
}

interface GuestFixtures {
    /** Opens a browser for somebody who will be known by a name that nobody else has. */
    readonly visitor: (name: string) => Promise<Visitor>;
}

let visitors = 0;

/** Tests in which people come who are not signed in. */
export const test = base.extend<GuestFixtures>({
    visitor: async ({ browser, contextOptions }, use, testInfo) => {
        const contexts: BrowserContext[] = [];
        await use(async name => {
            const context = await browser.newContext({ ...contextOptions, ...testInfo.project.use });
            contexts.push(context);
            return { name: uniqueName(name), context, page: await context.newPage() };
        });
        for (const context of contexts) {
            await context.close();
        }
    }
});

/** A name that nobody had in an earlier test. */
export function uniqueName(name: string): string {
    return `${name} ${process.pid}-v${++visitors}`;
}

/** Follows a link that asks for sign-in first, and signs in by name there. */
export async function followAndSignIn({ page, name }: Visitor, link: string, email = ''): Promise<void> {
    await page.goto(link);
    await expect(page).toHaveURL(/\/login\?returnTo=/);
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Follows a share link, signs in by name there, and waits until one can work. */
export async function join(visitor: Visitor, link: string, email?: string): Promise<WorkbenchPage> {
    await followAndSignIn(visitor, link, email);
    const workbench = new WorkbenchPage(visitor.page);
    await workbench.untilReady();
    return workbench;
}

/** Opens a workspace of one's own, or one that one may enter. */
export async function openWorkbench(page: Page, hubUrl: string, id: string): Promise<WorkbenchPage> {
    const workbench = new WorkbenchPage(page);
    await page.goto(`${hubUrl}/w/${id}`);
    await workbench.untilReady();
    return workbench;
}

/** Shares a workspace by the API and answers the link. */
export async function share({ client }: Person, id: string, options: Record<string, unknown> = {}): Promise<string> {
    const answer = await client.call('PUT', `/workspaces/${id}/share`, options);
    expect(answer.status(), await answer.text()).toBe(200);
    return ((await answer.json()) as { url: string }).url;
}

/** Adds a measured time to the report of the test. */
export async function attachTime(testInfo: TestInfo, what: string, milliseconds: number): Promise<void> {
    await testInfo.attach(`${what}: ${milliseconds} ms`, { body: `${milliseconds} ms`, contentType: 'text/plain' });
    console.log(`    ${what}: ${milliseconds} ms`);
}

/** When a page asked for something, by the clock of this machine, in milliseconds since 1970. */
export async function whenAsked(page: Page, method: string, path: string): Promise<number> {
    await page.waitForRequest(request => request.method() === method && request.url().includes(path));
    return Date.now();
}
