import { launchBrowser } from '../browser.ts';
import type { HubSession } from '../hub-session.ts';
import type { Table } from '../report.ts';
import type { StockTheia } from '../stock-theia.ts';
import { median, percentile } from '../statistics.ts';
import { BareMonaco } from './bare-monaco.ts';
import { installProbe, takeSeen, type Seen } from './key-probe.ts';
import { moveCarets } from './moving-carets.ts';
import { Relay } from './relay.ts';
import type { Browser, Page } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';

const ROUNDS = Number(process.env['LONGTABLE_BENCH_ROUNDS'] ?? 5);
const KEYS = 60;
const CARETS = 10;
/** Milliseconds between keys: so much that each is seen everywhere before the next. */
const PAUSE = 90;
/** Milliseconds from a frame to the next. Keys have to come at any time between two, or all are as lucky as the first. */
const FRAME = 1000 / 60;
/** What is typed in: plain text, as in the editor alone, and a language whose colours are worked out at each key. */
const [PLAIN, COLOURED] = ['notes.txt', 'README.md'];
/** What is in the editor alone on a page. */
const TEXT = '# Bench\n\n'.repeat(4);
/** A file that no browser shows. */
const UNSEEN = 'src/part-0/module-0.ts';

/** What was measured of one page: milliseconds from keys to the text, and to the frame after it. */
class Echoes {
    readonly text: number[] = [];
    readonly frame: number[] = [];

    /** For each key the first change after it. */
    add(keys: readonly number[], seen: readonly Seen[]): void {
        for (const [index, key] of keys.entries()) {
            const next = keys[index + 1] ?? Infinity;
            const first = seen.find(({ text }) => text >= key && text < next);
            if (first !== undefined) {
                this.text.push(first.text - key);
                this.frame.push(first.frame - key);
            }
        }
    }

    row(name: string, floor: Echoes): Table['rows'][number] {
        return [
            name,
            ...[50, 95, 99].map(percent => percentile(this.text, percent)),
            ...[50, 95, 99].map(percent => percentile(this.frame, percent)),
            median(this.frame) / median(floor.frame),
            percentile(this.frame, 99) / percentile(floor.frame, 99)
        ];
    }
}

const ALONE = 'Monaco alone on a page';
const ALONE_BESIDE_CARETS = `${ALONE}, the same carets on the server`;
const COLUMNS = ['', 'text p50', 'p95', 'p99', 'frame p50', 'p95', 'p99', 'frame p50 ratio', 'p99 ratio'];

/** From a key to the letter, beside the editor alone on a page and in stock Theia, and to the letter in another browser. */
export async function* benchKeys(session: HubSession, stock: StockTheia): AsyncGenerator<Table> {
    const bare = await BareMonaco.start();
    const relay = await Relay.start();
    const browser = await launchBrowser();
    const { id } = await session.create();
    const [name = '', value = ''] = session.cookie.split('=');
    const open = (file: string) =>
        openFile(browser, `${session.hub.url}/w/${id}`, file, { name, value, url: session.hub.url });
    try {
        const alone = await openAlone(browser, bare.urlWith(TEXT));
        // One workbench at a time: another takes its part of the machine, also when nothing happens in it.
        const theias = await openFile(browser, stock.url, PLAIN);
        yield await echoes(`stock Theia, ${PLAIN}`, [
            { name: ALONE, measure: () => typed(alone) },
            { name: 'stock Theia', measure: () => typed(theias), floor: ALONE }
        ]);
        await theias.context().close();
        for (const file of [PLAIN, COLOURED]) {
            const mine = await open(file);
            yield await echoes(`Longtable, ${file}`, [
                { name: ALONE, measure: () => typed(alone) },
                {
                    name: ALONE_BESIDE_CARETS,
                    measure: () => withCarets(session, id, UNSEEN, () => typed(alone)),
                    floor: ALONE
                },
                { name: 'Longtable', measure: () => typed(mine), floor: ALONE },
                {
                    name: `Longtable, ${String(CARETS)} carets moving`,
                    measure: () => withCarets(session, id, file, () => typed(mine)),
                    floor: ALONE_BESIDE_CARETS
                }
            ]);
            await mine.context().close();
        }
        await alone.context().close();
        const relayed = () => openAlone(browser, bare.urlWith(TEXT, relay.url));
        yield await propagation(
            new Pair('Monaco alone, with a relay', await relayed(), await relayed()),
            new Pair('Longtable', await open(PLAIN), await open(PLAIN))
        );
    } finally {
        await browser.close();
        await relay.dispose();
        bare.dispose();
        await session.remove(id);
    }
}

interface Measure {
    readonly name: string;
    readonly measure: () => ReturnType<typeof typed>;
    /** Name of what it is compared with; itself when absent. */
    readonly floor?: string;
}

/** The machine does a little of each in turn, so that all of them meet the same one. */
async function echoes(what: string, measures: readonly Measure[]): Promise<Table> {
    const found = new Map(measures.map(({ name }) => [name, new Echoes()]));
    const echoOf = (name: string): Echoes => {
        const echo = found.get(name);
        if (echo === undefined) {
            throw new Error(`Nothing was measured as ${name}.`);
        }
        return echo;
    };
    for (let round = 0; round <= ROUNDS; round++) {
        for (const { name, measure } of measures) {
            const [keys, seen] = await measure();
            if (round > 0) {
                echoOf(name).add(keys, seen);
            }
        }
    }
    return {
        title: `From a key to the letter, ${what}, ${String(ROUNDS)} rounds of ${String(KEYS)} keys in turn (ms)`,
        columns: COLUMNS,
        rows: measures.map(({ name, floor = name }) => echoOf(name).row(name, echoOf(floor))),
        notes: [
            'From when the page gets the key to when the text in it changes, and to the frame after that. Drawn by software.',
            'Browser and server are on one machine: what is typed while carets move is compared with the editor alone while the server passes the same on.'
        ]
    };
}

/** Two pages with the same text, and what was measured of what is typed in the first. */
class Pair {
    readonly own = new Echoes();
    readonly other = new Echoes();

    constructor(
        readonly name: string,
        readonly mine: Page,
        readonly theirs: Page
    ) {}

    async measure(counts: boolean): Promise<void> {
        await takeSeen(this.theirs);
        const [keys, seen] = await typed(this.mine);
        const elsewhere = await takeSeen(this.theirs);
        if (counts) {
            this.own.add(keys, seen);
            this.other.add(keys, elsewhere);
        }
    }

    get rows(): Table['rows'] {
        return [
            this.own.row(`${this.name}: own echo`, this.own),
            this.other.row(`${this.name}: in the other browser`, this.own)
        ];
    }

    get later(): number {
        return median(this.other.text) - median(this.own.text);
    }
}

async function propagation(floor: Pair, ours: Pair): Promise<Table> {
    for (let round = 0; round <= ROUNDS; round++) {
        for (const pair of [floor, ours]) {
            await pair.measure(round > 0);
        }
    }
    return {
        title: `From a key in one browser to the letter there and in another (ms)`,
        columns: COLUMNS,
        rows: [...floor.rows, ...ours.rows],
        notes: [
            ...[floor, ours].map(
                ({ name, later }) =>
                    `${name}: the other one shows it ${Math.abs(later).toFixed(1)} ms ${later < 0 ? 'before' : 'after'} the own echo, at the median.`
            ),
            'To be at most 3 ms after. The relay passes on what was typed as it is, and nothing else is done with it.',
            'All pages are drawn by software, on the same machine.'
        ]
    };
}

async function withCarets<T>(session: HubSession, id: string, file: string, act: () => Promise<T>): Promise<T> {
    const carets = await moveCarets(session, id, file, CARETS, 4);
    try {
        return await act();
    } finally {
        carets.dispose();
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

/** An editor alone on a page, watched. */
async function openAlone(browser: Browser, url: string): Promise<Page> {
    const page = await pageOf(browser, url);
    await page.locator('.monaco-editor .view-line').first().waitFor();
    await installProbe(page);
    return page;
}

/** A workbench with the file open, watched. */
async function openFile(
    browser: Browser,
    url: string,
    file: string,
    cookie?: Parameters<typeof pageOf>[2]
): Promise<Page> {
    const page = await pageOf(browser, url, cookie);
    await page.locator('.theia-preload').waitFor({ state: 'detached', timeout: 120_000 });
    // By its name, as not every workbench begins with its files in sight.
    await page.keyboard.press('Control+p');
    await page.locator('.quick-input-widget input.input').fill(file);
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: file }).first().click({ timeout: 120_000 });
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 120_000 });
    // Language servers and extensions begin now; they are not what is measured.
    await delay(10_000);
    await installProbe(page);
    return page;
}

/** Types in a page. When it got each key, and what was seen there. */
async function typed(page: Page): Promise<readonly [keys: readonly number[], seen: readonly Seen[]]> {
    // In the middle: over the first lines there may be the shadow of what is scrolled away.
    await page
        .locator('.monaco-editor')
        .first()
        .click({ position: { x: 200, y: 200 } });
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await delay(PAUSE * 3);
    await takeSeen(page);
    for (let key = 0; key < KEYS; key++) {
        await page.keyboard.press('x');
        await delay(PAUSE + Math.random() * FRAME);
    }
    await delay(PAUSE * 3);
    const seen = await takeSeen(page);
    return [seen.flatMap(({ key }) => key ?? []), seen];
}
