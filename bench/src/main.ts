import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
    benchDocumentMemory,
    benchLargeDocument,
    benchLongHistory,
    benchManyWriters,
    benchTyping
} from './documents/bench-documents.ts';
import { benchGatewayEcho } from './gateway-echo.ts';
import { HubSession } from './hub-session.ts';
import { benchKeys } from './keys/bench-keys.ts';
import { benchPageLoad } from './page-load.ts';
import { print, save, type Table } from './report.ts';
import { benchRepository } from './repository.ts';
import { benchSnapshots } from './snapshots/bench-snapshots.ts';
import { StockTheia } from './stock-theia.ts';
import { benchWorkspaceStart } from './workspace-start.ts';

const files = benchRepository();

type Benchmark = (session: () => Promise<HubSession>) => AsyncIterable<Table>;

/** The benchmarks by name; `npm run bench -- <name>…` runs some of them. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
    start: withSession(benchWorkspaceStart),
    page: withStockTheia(benchPageLoad),
    gateway: withSession(benchGatewayEcho),
    snapshots: withSession(benchSnapshots),
    keys: withStockTheia(benchKeys),
    typing: benchTyping,
    writers: benchManyWriters,
    joining: benchLongHistory,
    memory: benchDocumentMemory,
    'large-file': benchLargeDocument
};
/** Names for several. */
const groups: Readonly<Record<string, readonly string[]>> = {
    documents: ['keys', 'typing', 'writers', 'joining', 'memory', 'large-file']
};

function withSession(run: (session: HubSession) => Promise<Table>): Benchmark {
    return async function* (session) {
        yield await run(await session());
    };
}

function withStockTheia(run: (session: HubSession, stock: StockTheia) => AsyncIterable<Table>): Benchmark {
    return async function* (session) {
        const started = await session();
        const folder = await mkdtemp(path.join(tmpdir(), 'longtable-stock-'));
        // What git does while somebody types is a good part of the work.
        await promisify(execFile)('git', ['clone', '--quiet', started.repository, folder]);
        const stock = await StockTheia.start(folder);
        try {
            yield* run(started, stock);
        } finally {
            await stock.dispose();
            await rm(folder, { recursive: true, force: true });
        }
    };
}

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benchmarks);
const names = asked.flatMap(name => groups[name] ?? [name]);
const unknown = names.filter(name => !(name in benchmarks));
if (unknown.length > 0) {
    const known = [...Object.keys(benchmarks), ...Object.keys(groups)];
    console.error(`There is no benchmark ${unknown.join(', ')}; there are ${known.join(', ')}.`);
    process.exit(1);
}
let session: Promise<HubSession> | undefined;
const dispose = async () => (await session)?.dispose();
const tables: Table[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void dispose().finally(() => process.exit(1)));
}
try {
    for (const name of names) {
        for await (const table of benchmarks[name]?.(() => (session ??= HubSession.start(files))) ?? []) {
            tables.push(table);
            print(table);
        }
    }
} catch (error) {
    console.error(error);
    // The end of what is left may fail for the same reason, which is then told twice.
    await dispose().catch((failure: unknown) => console.error(failure));
    process.exit(1);
}
await dispose();
console.log(`\nKept in ${path.relative(process.cwd(), await save(tables))}`);
