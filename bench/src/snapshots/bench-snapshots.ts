import { execFile } from 'node:child_process';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { HubSession } from '../hub-session.ts';
import type { Table } from '../report.ts';
import { Tree } from './tree.ts';

const files = Number(process.env['LONGTABLE_BENCH_FILES'] ?? 50_000);
const bytes = 1e6 * Number(process.env['LONGTABLE_BENCH_MEGABYTES'] ?? 1000);

interface Snapshot {
    readonly id: string;
    readonly status: string;
    readonly statusReason?: string;
    readonly addedBytes: number;
    readonly heldMilliseconds?: number;
}

type Row = readonly [what: string, seconds: number, megabytes: number | '', heldMilliseconds: number | ''];

/** Taking and opening snapshots of a large workspace, beside an archive and a plain copy of the same folder. */
export async function benchSnapshots(session: HubSession): Promise<Table> {
    const { id } = await session.create();
    const folder = path.join(session.dataDirectory, 'volumes', id, 'workspace', 'bench');
    const tree = new Tree(path.join(folder, 'tree'), { files, bytes });
    await tree.make();
    const peers = new Peers(folder, path.join(session.dataDirectory, 'peers'));
    const rows: Row[] = [];
    const first = await take(session, id);
    rows.push(rowOf('snapshot, the first', first));
    rows.push(await peers.archive('tar --zstd'));
    rows.push(await peers.copy('cp -a'));
    rows.push(rowOf('snapshot, nothing changed', await take(session, id)));
    await tree.work(200, 300, 20);
    const last = await take(session, id);
    rows.push(rowOf('snapshot, 520 files changed', last));
    rows.push(await peers.archive('tar --zstd, once more'));
    const made: string[] = [];
    for (const times of ['', ', a second time', ', a third time']) {
        const { seconds, megabytes } = await onDisk(session.dataDirectory, async () => {
            made.push(await open(session, last.snapshot.id));
        });
        rows.push([`snapshot, opened until the workspace runs${times}`, seconds, megabytes, '']);
    }
    rows.push(await peers.unpack('tar -x --zstd'));
    rows.push(await peers.copy('cp -a, once more'));
    for (const each of [...made, id]) {
        await session.remove(each);
    }
    await rm(peers.directory, { recursive: true, force: true });
    return {
        title: `Snapshots of ${files.toLocaleString('en')} files, ${String(bytes / 1e6)} MB`,
        columns: ['', 's', 'MB new on disk', 'programs held ms'],
        rows,
        notes: ['A running workspace, by the hub’s API; all on one disk, with what the system keeps of it in memory.']
    };
}

interface Taken {
    readonly snapshot: Snapshot;
    readonly seconds: number;
}

async function take(session: HubSession, id: string): Promise<Taken> {
    const began = performance.now();
    const begun = (await (await session.call('POST', `/api/v1/workspaces/${id}/snapshots`, {})).json()) as Snapshot;
    const look = async () => (await (await session.call('GET', `/api/v1/snapshots/${begun.id}`)).json()) as Snapshot;
    await until(async () => {
        const { status, statusReason } = await look();
        return statusReason ?? status;
    }, 'ready');
    return { seconds: (performance.now() - began) / 1000, snapshot: await look() };
}

/** Opens a snapshot; answers the workspace once it runs. */
async function open(session: HubSession, id: string): Promise<string> {
    const answer = await session.call('POST', '/api/v1/snapshots/open', { id });
    const opened = (await answer.json()) as { readonly id: string };
    await until(async () => (await session.workspace(opened.id)).status, 'running');
    return opened.id;
}

/** How long something takes, and what it leaves on a disk. */
async function onDisk(
    directory: string,
    act: () => Promise<void>
): Promise<{ readonly seconds: number; readonly megabytes: number }> {
    const free = async () => {
        await promisify(execFile)('sync');
        const { bavail, bsize } = await statfs(directory);
        return (bavail * bsize) / 1e6;
    };
    const before = await free();
    const began = performance.now();
    await act();
    const seconds = (performance.now() - began) / 1000;
    return { seconds, megabytes: before - (await free()) };
}

function rowOf(what: string, { seconds, snapshot }: Taken): Row {
    return [what, seconds, snapshot.addedBytes / 1e6, snapshot.heldMilliseconds ?? ''];
}

async function until(look: () => Promise<string>, wanted: string): Promise<void> {
    for (let status = await look(); status !== wanted; status = await look()) {
        if (!['taking', 'creating', 'starting'].includes(status)) {
            throw new Error(`It did not come to be ${wanted}: ${status}`);
        }
        await delay(25);
    }
}

/** What one would do without snapshots. */
class Peers {
    private readonly file: string;
    private copies = 0;

    constructor(
        private readonly folder: string,
        readonly directory: string
    ) {
        this.file = path.join(directory, 'archive.tar.zst');
    }

    async archive(what: string): Promise<Row> {
        await mkdir(this.directory, { recursive: true });
        const seconds = await timed('tar', ['--zstd', '-cf', this.file, '-C', path.dirname(this.folder), 'bench']);
        return [what, seconds, (await stat(this.file)).size / 1e6, ''];
    }

    async unpack(what: string): Promise<Row> {
        const target = path.join(this.directory, `copy-${String(this.copies++)}`);
        await mkdir(target);
        return [what, await timed('tar', ['--zstd', '-xf', this.file, '-C', target]), bytes / 1e6, ''];
    }

    async copy(what: string): Promise<Row> {
        const target = path.join(this.directory, `copy-${String(this.copies++)}`);
        await mkdir(this.directory, { recursive: true });
        return [what, await timed('cp', ['-a', this.folder, target]), bytes / 1e6, ''];
    }
}

/** Seconds until a program has ended. Throws with what to install where there is none. */
async function timed(program: string, args: readonly string[]): Promise<number> {
    const began = performance.now();
    await promisify(execFile)(program, args).catch((error: unknown) => {
        throw new Error(`${program} ${args.join(' ')} failed. It takes the programs tar and zstd.`, { cause: error });
    });
    return (performance.now() - began) / 1000;
}
