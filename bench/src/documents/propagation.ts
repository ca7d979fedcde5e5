import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Table } from '../report.ts';
import { median, percentile } from '../statistics.ts';
import type { Member, Peer } from './peer.ts';
import { cpuTime } from './server-process.ts';
import { typeAt, Typist, Watcher, type SentTimes } from './typist.ts';

/** One way to use a document, tried with all servers in turn. */
export interface Scenario {
    readonly title: string;
    readonly clients: number;
    readonly writers: number;
    /** Edits a second of all writers together. */
    readonly edits: number;
    /** Carets a second that every client sends. */
    readonly carets?: number;
    /** What the document holds before. */
    readonly text?: string;
    readonly rounds: number;
    readonly milliseconds: number;
}

interface Run {
    readonly peer: Peer;
    readonly members: readonly Member[];
    readonly typists: readonly Typist[];
    readonly watcher: Watcher;
    /** Latencies of each round. */
    readonly rounds: number[][];
    edits: number;
    cpu: number;
}

/**
 * How long an edit takes from one client to the one that joined last, server by server: all have their clients
 * connected, and the servers take turns of some seconds, so that whatever else the machine does meets all of them.
 */
export async function benchPropagation(peers: readonly Peer[], scenario: Scenario): Promise<Table> {
    const runs: Run[] = [];
    const loads: number[] = [];
    try {
        for (const peer of peers) {
            runs.push(await prepare(peer, scenario));
        }
        for (let round = 0; round < scenario.rounds; round++) {
            // Nobody always comes after the same one.
            for (const run of rotated(runs, round)) {
                await turn(run, scenario, scenario.milliseconds);
                loads.push(loadavg()[0] ?? 0);
            }
        }
    } finally {
        for (const member of runs.flatMap(run => run.members)) {
            member.close();
        }
    }
    return tableOf(runs, scenario, loads);
}

async function prepare(peer: Peer, { clients, writers, title, text }: Scenario): Promise<Run> {
    const document = `${title.replaceAll(/[^a-z0-9]+/gi, '-')}.txt`;
    const members: Member[] = [];
    const creator = text === undefined ? undefined : await peer.create(document, text);
    for (let index = 0; index < clients; index++) {
        members.push(await peer.join(document));
    }
    const sent: SentTimes = new Map();
    creator?.close();
    const typists = members.slice(0, writers).map(member => new Typist(member, sent));
    const last = members.at(-1);
    if (last === undefined) {
        throw new Error('There is nobody to watch.');
    }
    const run = { peer, members, typists, watcher: new Watcher(last, sent), rounds: [], edits: 0, cpu: 0 };
    // The first edits pay for code that has not run yet, on both sides.
    await typeAt(typists, 300, 2000);
    await delay(1000);
    run.watcher.latencies.length = 0;
    return run;
}

async function turn(run: Run, { edits, carets = 0 }: Scenario, milliseconds: number): Promise<void> {
    const { peer, members, typists, watcher } = run;
    const cpu = await cpuTime(peer.processes);
    let caret = 0;
    const timer =
        carets === 0
            ? undefined
            : setInterval(() => members[caret++ % members.length]?.sendCaret(caret), 1000 / carets / members.length);
    const own = ownEdits(run);
    const all = await typeAt(typists, edits, milliseconds);
    const written = all - ownEdits(run) + own;
    clearInterval(timer);
    // What is left under way would meet the next server's turn.
    for (let waited = 0; watcher.latencies.length < written && waited < 30_000; waited += 50) {
        await delay(50);
    }
    // What a server does afterwards (a flush to disk) is its own, not the next one's.
    await delay(500);
    run.cpu += (await cpuTime(peer.processes)) - cpu;
    run.edits += all;
    if (watcher.latencies.length < written) {
        console.error(
            `${peer.name}: ${String(written - watcher.latencies.length)} of ${String(written)} edits did not arrive.`
        );
    }
    run.rounds.push(watcher.latencies.splice(0));
}

/** What the watcher typed itself, which it is not sent. */
function ownEdits({ typists, watcher }: Run): number {
    return typists.find(({ member }) => member === watcher.member)?.typed ?? 0;
}

function tableOf(runs: readonly Run[], scenario: Scenario, loads: readonly number[]): Table {
    const floor = runs[0];
    const seconds = (scenario.rounds * scenario.milliseconds) / 1000;
    const rows = runs.map(run => {
        const all = run.rounds.flat();
        const ratio = (percent: number) => percentile(all, percent) / percentile(floor?.rounds.flat() ?? [], percent);
        return [
            run.peer.name,
            percentile(all, 50),
            percentile(all, 95),
            percentile(all, 99),
            median(
                run.rounds.map((round, index) => percentile(round, 50) / percentile(floor?.rounds[index] ?? [], 50))
            ),
            ratio(50),
            ratio(99),
            (run.cpu * 1000) / run.edits,
            run.cpu / seconds / 10
        ];
    });
    return {
        title: scenario.title,
        columns: [
            '',
            'p50 ms',
            'p95',
            'p99',
            'p50 ratio, median of rounds',
            'p50 ratio',
            'p99 ratio',
            'CPU µs/edit',
            'CPU %'
        ],
        rows,
        notes: [
            `${String(scenario.clients)} clients, ${String(scenario.writers)} of them typing ${String(scenario.edits)} edits a second together; ${String(floor?.rounds.flat().length)} samples each,`,
            `${String(scenario.rounds)} rounds in turn; load ${Math.min(...loads).toFixed(1)}–${Math.max(...loads).toFixed(1)}. Ratios are to the bare relay.`
        ]
    };
}

function rotated<T>(values: readonly T[], by: number): readonly T[] {
    const at = by % values.length;
    return [...values.slice(at), ...values.slice(0, at)];
}
