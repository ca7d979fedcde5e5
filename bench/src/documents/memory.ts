import { setTimeout as delay } from 'node:timers/promises';
import type { Table } from '../report.ts';
import type { Member, Peer } from './peer.ts';
import { residentMemory, usedHeap } from './server-process.ts';

const DOCUMENTS = 400;
const TEXT = 'The quick brown fox jumps over the lazy dog, and then over it again.\n'.repeat(148);

/** What an open document costs a server, with one client in each. */
export async function benchMemory(peers: readonly Peer[]): Promise<Table> {
    const rows: (string | number)[][] = [];
    for (const peer of peers) {
        // What the first document brings along is not each one's.
        const first = await opened(peer, 'first.txt');
        const before = await measured(peer);
        const members: Member[] = [];
        for (let index = 0; index < DOCUMENTS; index++) {
            members.push(await opened(peer, `document-${String(index)}.txt`));
        }
        await delay(2000);
        const after = await measured(peer);
        rows.push([
            peer.name,
            (after.heap - before.heap) / DOCUMENTS,
            (after.resident - before.resident) / DOCUMENTS,
            after.resident / 1024
        ]);
        [first, ...members].forEach(member => member.close());
    }
    return {
        title: `Memory of a server for ${String(DOCUMENTS)} open documents of ${String(TEXT.length)} characters, a client in each`,
        columns: ['', 'heap KiB/document', 'PSS KiB/document', 'PSS MiB in all'],
        rows,
        notes: [
            'Heap after garbage was collected, buffers included. A client is a connection of its own here, with all servers.'
        ]
    };
}

async function opened(peer: Peer, document: string): Promise<Member> {
    return (await peer.create(document, TEXT)) ?? (await peer.join(document));
}

async function measured({ inspector, processes }: Peer): Promise<{ readonly heap: number; readonly resident: number }> {
    const heap = inspector === undefined ? Number.NaN : await usedHeap(inspector);
    let resident = 0;
    for (const process of processes) {
        resident += await residentMemory(process);
    }
    return { heap, resident };
}
