import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser, measurePage, type PageLoad } from './browser.ts';
import type { HubSession } from './hub-session.ts';
import type { Table } from './report.ts';
import { SlowLine, type LineSpeed } from './slow-line.ts';
import { median } from './statistics.ts';
import type { StockTheia } from './stock-theia.ts';

const ROUNDS = 5;
const SLOW_ROUNDS = 3;
/** A good line at home, through which one reaches a server elsewhere. */
const LINE: LineSpeed = { down: 20e6, up: 5e6, roundTrip: 40 };

interface Target {
    readonly name: string;
    readonly url: string;
    prepare(context: BrowserContext): Promise<void>;
}

/** What one target did, round by round. */
interface Loads {
    readonly target: string;
    readonly cold: PageLoad[];
    readonly warm: PageLoad[];
}

/** The page alone, cold and then warm in the same profile, ours and stock Theia's in turn: on loopback and over a slow line. */
export async function* benchPageLoad(session: HubSession, stock: StockTheia): AsyncGenerator<Table> {
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
    yield {
        title: `Page load on loopback, ${String(ROUNDS)} rounds in turn, medians`,
        ...compare(await measure(targets, ROUNDS)),
        notes: [
            'Stock Theia is built from the same Theia packages without ours, with the same extensions, and serves its page itself.',
            'Below 1 is faster or less.'
        ]
    };
    yield {
        title: `Page load over 20 Mb/s down, 5 Mb/s up, 40 ms there and back, ${String(SLOW_ROUNDS)} rounds in turn, medians`,
        ...compare(await measure(targets, SLOW_ROUNDS, LINE)),
        notes: ['The line is a proxy between browser and server that everything goes through, WebSockets as well.']
    };
    await session.remove(id);
}

function compare(loads: readonly Loads[]): Pick<Table, 'columns' | 'rows'> {
    const rows = loads.map(({ target, cold, warm }) => [
        target,
        median(cold.map(load => load.shell)),
        median(cold.map(load => load.interactive)),
        median(warm.map(load => load.interactive)),
        median(cold.map(load => load.bytes)) / 1e6,
        median(warm.map(load => load.bytes)) / 1e6
    ]);
    const ratio = (column: number) => Number(rows[0]?.[column]) / Number(rows[1]?.[column]);
    return {
        columns: ['', 'shell ms', 'interactive ms', 'warm ms', 'MB cold', 'MB warm'],
        rows: [...rows, ['ratio', ratio(1), ratio(2), ratio(3), ratio(4), ratio(5)]]
    };
}

async function measure(targets: readonly Target[], rounds: number, speed?: LineSpeed): Promise<readonly Loads[]> {
    const loads: readonly Loads[] = targets.map(({ name }) => ({ target: name, cold: [], warm: [] }));
    for (let round = 0; round < rounds; round++) {
        for (const [index, target] of targets.entries()) {
            const line = speed && (await SlowLine.to(Number(new URL(target.url).port), speed));
            const browser = await launchBrowser(line?.browserArguments);
            try {
                const { cold, warm } = await coldAndWarm(browser, target);
                loads[index]?.cold.push(cold);
                loads[index]?.warm.push(warm);
            } finally {
                await browser.close();
                line?.dispose();
            }
        }
    }
    return loads;
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
