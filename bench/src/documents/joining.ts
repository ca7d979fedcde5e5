import { setTimeout as delay } from 'node:timers/promises';
import type { Table } from '../report.ts';
import { median } from '../statistics.ts';
import { createByUpdates, documentOf } from './create-by-typing.ts';
import type { Peer } from './peer.ts';
import { cpuTime, usedHeap } from './server-process.ts';
import { loadTrace, updatesOf } from './trace.ts';

const JOINS = 15;
const DOCUMENT = 'long-history.txt';
/** A server may tidy up what it has just got before anybody joins. */
const SETTLES_WITHIN = 5000;

/** Joining a document with a long history, server by server in turn. */
export async function benchJoining(peers: readonly Peer[]): Promise<Table> {
    const trace = await loadTrace();
    const figures = peers.map(() => ({ times: [] as number[], parse: [] as number[], bytes: 0, cpu: 0, heap: 0 }));
    const writers = [];
    for (const [index, peer] of peers.entries()) {
        const before = await heapOf(peer);
        writers.push(
            await createByUpdates(
                document => peer.join(document),
                DOCUMENT,
                clientId => updatesOf(trace, clientId)
            )
        );
        await delay(SETTLES_WITHIN);
        Object.assign(figures[index] ?? {}, { heap: (await heapOf(peer)) - before });
    }
    for (let round = 0; round < JOINS; round++) {
        for (const [index, peer] of peers.entries()) {
            const figure = figures[index];
            const cpu = await cpuTime(peer.processes);
            const member = await peer.join(DOCUMENT);
            await delay(50);
            if (figure !== undefined) {
                figure.cpu += (await cpuTime(peer.processes)) - cpu;
                figure.times.push(member.joinedAfter);
                figure.bytes = member.received;
                const began = performance.now();
                documentOf(member);
                figure.parse.push(performance.now() - began);
            }
            member.close();
        }
    }
    writers.forEach(writer => writer.close());
    return {
        title: `Joining a history of ${String(trace.patches.length)} edits (${trace.name}), ${String(JOINS)} joins in turn`,
        columns: ['', 'join ms', 'max ms', 'bytes', 'server CPU ms/join', 'then parsed in ms', 'server heap MiB'],
        rows: peers.map(({ name }, index) => {
            const { times = [], parse = [], bytes = 0, cpu = 0, heap = 0 } = figures[index] ?? {};
            return [name, median(times), Math.max(...times), String(bytes), cpu / JOINS, median(parse), heap / 1024];
        }),
        notes: [
            'From the first byte of the connection, assertion checked, until everything has come. To be at most 15 ms and 160 kB.',
            'Parsing is the work of the client; it is not part of the join.'
        ]
    };
}

function heapOf({ inspector }: Peer): Promise<number> {
    return inspector === undefined ? Promise.resolve(Number.NaN) : usedHeap(inspector);
}
