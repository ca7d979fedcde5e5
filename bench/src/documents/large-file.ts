import type { Table } from '../report.ts';
import type { Peer } from './peer.ts';
import { cpuTime } from './server-process.ts';

const DOCUMENT = 'large.txt';
/** Just below the size up to which files are shared. */
export const LARGE_TEXT = 'export const value = [1, 2, 3].map(x => x * x).reduce((sum, x) => sum + x);\n'.repeat(
    64_000
);

/** Opening a file of almost 5 MB for the first time and again. */
export async function benchLargeFile(peers: readonly Peer[]): Promise<Table> {
    const rows: (string | number)[][] = [];
    for (const peer of peers) {
        const creator = await peer.create(DOCUMENT, LARGE_TEXT);
        const cpu = await cpuTime(peer.processes);
        const first = await peer.join(DOCUMENT);
        const second = await peer.join(DOCUMENT);
        rows.push([
            peer.name,
            first.joinedAfter,
            second.joinedAfter,
            String(second.received),
            (await cpuTime(peer.processes)) - cpu
        ]);
        [creator, first, second].forEach(member => member?.close());
    }
    return {
        title: `Opening a text of ${String(LARGE_TEXT.length)} characters`,
        columns: ['', 'first ms', 'again ms', 'bytes', 'server CPU ms for both'],
        rows,
        notes: ['Ours reads the file and makes its history of it at the first; the others were sent the text before.']
    };
}
