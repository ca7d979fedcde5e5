import { benchRepository } from '../repository.ts';
import type { HubSession } from '../hub-session.ts';
import type { Table } from '../report.ts';
import { benchJoining } from './joining.ts';
import { benchLargeFile, LARGE_TEXT } from './large-file.ts';
import { benchMemory } from './memory.ts';
import type { Peer } from './peer.ts';
import { startAgent } from './peers/agent.ts';
import { startHocuspocus } from './peers/hocuspocus.ts';
import { startHub } from './peers/hub.ts';
import { startOpenCollaboration } from './peers/open-collaboration.ts';
import { startRelay } from './peers/relay.ts';
import { startYWebsocket } from './peers/y-websocket.ts';
import { benchPropagation, type Scenario } from './propagation.ts';

/** How long each server's turn is, and how often it has one. Short runs are for a look while other things go on. */
const milliseconds = 1000 * Number(process.env['LONGTABLE_BENCH_SECONDS'] ?? 4);
const rounds = Number(process.env['LONGTABLE_BENCH_ROUNDS'] ?? 5);

export type DocumentBenchmark = (session: () => Promise<HubSession>) => AsyncGenerator<Table>;

/** One typer, and the one who joined last watches. */
export async function* benchTyping(session: () => Promise<HubSession>): AsyncGenerator<Table> {
    yield* withAll(session, async function* (peers) {
        for (const clients of [2, 10, 50, 100]) {
            const title = `One types, ${String(clients)} clients`;
            yield await benchPropagation(peers, { ...times(), title, clients, writers: 1, edits: 40 });
        }
    });
}

/** Many at once. */
export async function* benchManyWriters(session: () => Promise<HubSession>): AsyncGenerator<Table> {
    yield* withAll(session, async function* (peers) {
        for (const edits of [500, 1000]) {
            const title = `Ten type ${String(edits)} edits a second together, 100 clients`;
            // What takes all of a processor at half of this tells nothing more, and disturbs the others.
            const able = peers.filter(peer => !peer.name.startsWith('Open Collaboration'));
            yield await benchPropagation(able, { ...times(), title, clients: 100, writers: 10, edits });
        }
        const title = 'Fifty people type in one file, each 2 keys and 4 carets a second';
        yield await benchPropagation(peers, { ...times(), title, clients: 50, writers: 50, edits: 100, carets: 4 });
    });
}

export async function* benchLongHistory(): AsyncGenerator<Table> {
    yield* withPeers([() => startAgent(), startYWebsocket, startHocuspocus], async function* (peers) {
        yield await benchJoining(peers);
    });
}

export async function* benchDocumentMemory(): AsyncGenerator<Table> {
    yield* withPeers([() => startAgent(), startYWebsocket, startHocuspocus], async function* (peers) {
        yield await benchMemory(peers);
    });
}

export async function* benchLargeDocument(): AsyncGenerator<Table> {
    yield* withPeers([startRelay, () => startAgent(), startYWebsocket, startHocuspocus], async function* (peers) {
        yield await benchLargeFile(peers.slice(1));
        const title = 'One types at the end of almost 5 MB, 2 clients';
        yield await benchPropagation(peers, { ...times(), title, clients: 2, writers: 1, edits: 40, text: LARGE_TEXT });
    });
}

function times(): Pick<Scenario, 'rounds' | 'milliseconds'> {
    return { rounds, milliseconds };
}

async function* withAll(
    session: () => Promise<HubSession>,
    run: (peers: readonly Peer[]) => AsyncGenerator<Table>
): AsyncGenerator<Table> {
    const bundle = process.env['LONGTABLE_BENCH_OCT'];
    const files = Object.keys(benchRepository()).filter(name => name.startsWith('src/'));
    const starts = [
        startRelay,
        () => startAgent(),
        async () => startHub(await session(), files),
        startYWebsocket,
        startHocuspocus,
        ...(bundle === undefined ? [] : [() => startOpenCollaboration(bundle)])
    ];
    if (bundle === undefined) {
        console.log(
            'Without the Open Collaboration Server: LONGTABLE_BENCH_OCT names its built program (bundle/app.js).'
        );
    }
    yield* withPeers(starts, run);
}

async function* withPeers(
    starts: readonly (() => Promise<Peer>)[],
    run: (peers: readonly Peer[]) => AsyncGenerator<Table>
): AsyncGenerator<Table> {
    const peers: Peer[] = [];
    try {
        for (const start of starts) {
            peers.push(await start());
        }
        yield* run(peers);
    } finally {
        await Promise.allSettled(peers.map(peer => peer.dispose()));
    }
}
