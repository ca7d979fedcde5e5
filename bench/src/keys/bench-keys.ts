import { launchBrowser } from '../browser.ts';
import type { HubSession } from '../hub-session.ts';
import type { Table } from '../report.ts';
import { median, percentile } from '../statistics.ts';
import { BareMonaco } from './bare-monaco.ts';
import { installProbe, takeSeen, type Seen } from './key-probe.ts';
import { moveCarets } from './moving-carets.ts';
import type { Browser, Page } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';

const ROUNDS = Number(process.env['LONGTABLE_BENCH_ROUNDS'] ?? 5);
const KEYS = 60;
const CARETS = 10;
/** Milliseconds between keys: so much that each is seen everywhere before the next. */
const PAUSE = 90;
const FILE = 'README.md';

/** From a key in one browser to the letter there and in another one, beside the editor alone on a page. */
export async function benchKeys(session: HubSession): Promise<Table> {
    const bare = await BareMonaco.start();
    const browser = await launchBrowser();
    const { id } = await session.create();
    try {
        const alone = await pageOf(browser, bare.urlWith('# Bench\n\n'.repeat(4)));
        await alone.locator('.monaco-editor .view-line').first().waitFor();
        const mine = await openFile(browser, session, id);
        const theirs = await openFile(browser, session, id);
        for (const page of [alone, mine, theirs]) {
            await installProbe(page);
        }
        const figures = {
            bare: { text: [] as number[], frame: [] as number[] },
            own: { text: [] as number[], frame: [] as number[] },
            crowded: { text: [] as number[], frame: [] as number[] },
            other: { text: [] as number[], frame: [] as number[] }
        };
        for (let round = 0; round <= ROUNDS; round++) {
            const warmUp = round === 0;
            const note = (to: keyof typeof figures, keys: readonly number[], seen: readonly Seen[]): void => {
                if (!warmUp) {
                    collect(figures[to], keys, seen);
                }
            };
            note('bare', ...(await typed(alone)));
            const [keys, own] = await typed(mine);
            note('own', keys, own);
            note('other', keys, await takeSeen(theirs));
            const carets = await moveCarets(session, id, FILE, CARETS, 4);
            note('crowded', ...(await typed(mine)));
            await takeSeen(theirs);
            carets.dispose();
        }
        const floor = figures.bare;
        const row = (name: string, { text, frame }: typeof floor) => [
            name,
            ...[50, 95, 99].map(percent => percentile(text, percent)),
            ...[50, 95, 99].map(percent => percentile(frame, percent)),
            median(frame) / median(floor.frame),
            percentile(frame, 99) / percentile(floor.frame, 99)
        ];
        return {
            title: `From a key to the letter, ${String(ROUNDS)} rounds of ${String(KEYS)} keys in turn (ms)`,
            columns: ['', 'text p50', 'p95', 'p99', 'frame p50', 'p95', 'p99', 'frame p50 ratio', 'p99 ratio'],
            rows: [
                row('Monaco alone on a page', figures.bare),
                row('own echo', figures.own),
                row(`own echo, ${String(CARETS)} carets moving`, figures.crowded),
                row('in another browser', figures.other),
                [
                    'other less own, medians',
                    median(figures.other.text) - median(figures.own.text),
                    '',
                    '',
                    '',
                    '',
                    '',
                    '',
                    ''
                ]
            ],
            notes: [
                'From when the page gets the key to when the text in it changes, and to the frame after that. Drawn by software.',
                'Wanted: own echo with carets at most 1.2 times Monaco alone; in another browser at most 3 ms after the own echo.'
            ]
        };
    } finally {
        await browser.close();
        bare.dispose();
        await session.remove(id);
    }
}

async function pageOf(
    browser: Browser,
    url: string,
    cookie?: { name: string; value: string; url: string }
): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    if (cookie) {
        await context.addCookies([cookie]);
    }
    const page = await context.newPage();
    await page.goto(url);
    return page;
}

/** A workbench with the file open and the caret at its end. */
async function openFile(browser: Browser, session: HubSession, id: string): Promise<Page> {
    const [name = '', value = ''] = session.cookie.split('=');
    const page = await pageOf(browser, `${session.hub.url}/w/${id}`, { name, value, url: session.hub.url });
    await page.locator('.theia-preload').waitFor({ state: 'detached', timeout: 120_000 });
    await page.locator('#files .theia-TreeNode', { hasText: FILE }).dblclick({ timeout: 120_000 });
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 120_000 });
    // Language servers and extensions begin now; they are not what is measured.
    await delay(10_000);
    return page;
}

/** Types in a page. When it got each key, and what was seen there. */
async function typed(page: Page): Promise<readonly [keys: readonly number[], seen: readonly Seen[]]> {
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await delay(PAUSE * 3);
    await takeSeen(page);
    for (let key = 0; key < KEYS; key++) {
        await page.keyboard.press('x');
        await delay(PAUSE);
    }
    await delay(PAUSE * 3);
    const seen = await takeSeen(page);
    return [seen.flatMap(({ key }) => key ?? []), seen];
}

/** For each key the first change after it. */
function collect(to: { text: number[]; frame: number[] }, keys: readonly number[], seen: readonly Seen[]): void {
    for (const [index, key] of keys.entries()) {
        const next = keys[index + 1] ?? Infinity;
        const first = seen.find(({ text }) => text >= key && text < next);
        if (first !== undefined) {
            to.text.push(first.text - key);
            to.frame.push(first.frame - key);
        }
    }
}
