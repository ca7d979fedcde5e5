import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser, measurePage, type PageLoad } from './browser.ts';
import type { HubSession } from './hub-session.ts';
import type { Table } from './report.ts';
import { median } from './statistics.ts';
import type { StockTheia } from './stock-theia.ts';

const ROUNDS = 5;

interface Target {
    readonly name: string;
    readonly url: string;
    prepare(context: BrowserContext): Promise<void>;
}

/** The page alone, cold and then warm in the same profile, ours and stock Theia's in turn. */
export async function benchPageLoad(session: HubSession, stock: StockTheia): Promise<Table> {
    const { id } = await session.create();
    const [name = '', value = ''] = session.cookie.split('=');
    const targets: readonly Target[] = [
        {
            name: 'Longtable',
            url: `${session.hub.url}/w/${id}`,
            prepare: context => context.addCookies([{ name, value, url: session.hub.url }])
        },
        { name: 'stock Theia', url: stock.url, prepare: () => Promise.resolve() }
    ];
    const figures = new Map(targets.map(target => [target.name, { cold: [] as PageLoad[], warm: [] as PageLoad[] }]));
    const browser = await launchBrowser();
    try {
        for (let round = 0; round < ROUNDS; round++) {
            for (const target of targets) {
                const { cold, warm } = await coldAndWarm(browser, target);
                figures.get(target.name)?.cold.push(cold);
                figures.get(target.name)?.warm.push(warm);
            }
        }
    } finally {
        await browser.close();
    }
    await session.remove(id);
    const rows = targets.map(({ name: target }) => {
        const { cold = [], warm = [] } = figures.get(target) ?? {};
        return [
            target,
            median(cold.map(load => load.shell)),
            median(cold.map(load => load.interactive)),
            median(warm.map(load => load.interactive)),
            median(cold.map(load => load.bytes)) / 1e6,
            median(warm.map(load => load.bytes)) / 1e6
        ];
    });
    const ratio = (column: number) => Number(rows[0]?.[column]) / Number(rows[1]?.[column]);
    return {
        title: `Page load on loopback, ${String(ROUNDS)} rounds in turn, medians`,
        columns: ['', 'shell ms', 'interactive ms', 'warm ms', 'MB cold', 'MB warm'],
        rows: [...rows, ['ratio', ratio(1), ratio(2), ratio(3), ratio(4), ratio(5)]],
        notes: [
            'Stock Theia is built from the same Theia packages without ours, with the same extensions, and serves its page itself.',
            'Below 1 is faster or less. On a slow line the bytes decide: both serve the same programs, one compressed.'
        ]
    };
}

async function coldAndWarm(browser: Browser, target: Target): Promise<{ cold: PageLoad; warm: PageLoad }> {
    const context = await browser.newContext();
    try {
        await target.prepare(context);
        const cold = await measurePage(context, target.url);
        const warm = await measurePage(context, target.url);
        return { cold, warm };
    } finally {
        await context.close();
    }
}
