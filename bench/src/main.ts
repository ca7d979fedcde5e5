import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchGatewayEcho } from './gateway-echo.ts';
import { HubSession } from './hub-session.ts';
import { benchPageLoad } from './page-load.ts';
import { print, save, type Table } from './report.ts';
import { benchRepository } from './repository.ts';
import { StockTheia } from './stock-theia.ts';
import { benchWorkspaceStart } from './workspace-start.ts';

const files = benchRepository();

/** The benchmarks by name; `npm run bench -- <name>…` runs some of them. */
const benchmarks: Readonly<Record<string, (session: HubSession) => Promise<Table>>> = {
    start: benchWorkspaceStart,
    page: withStockTheia,
    gateway: benchGatewayEcho
};

async function withStockTheia(session: HubSession): Promise<Table> {
    const folder = await mkdtemp(path.join(tmpdir(), 'longtable-stock-'));
    for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        await writeFile(path.join(folder, name), text);
    }
    const stock = await StockTheia.start(folder);
    try {
        return await benchPageLoad(session, stock);
    } finally {
        await stock.dispose();
        await rm(folder, { recursive: true, force: true });
    }
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benchmarks);
const unknown = names.filter(name => !(name in benchmarks));
if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.`);
    process.exit(1);
}
const session = await HubSession.start(files);
const tables: Table[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void session.dispose().finally(() => process.exit(1)));
}
try {
    for (const name of names) {
        const table = await benchmarks[name]?.(session);
        if (table !== undefined) {
            tables.push(table);
            print(table);
        }
    }
} finally {
    await session.dispose();
}
console.log(`\nKept in ${path.relative(process.cwd(), await save(tables))}`);
