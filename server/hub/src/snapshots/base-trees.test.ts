import { execFile } from 'node:child_process';
import { constants, existsSync, readFileSync } from 'node:fs';
import {
    appendFile,
    copyFile,
    mkdir,
    mkdtemp,
    readdir,
    readFile,
    rm,
    stat,
    statfs,
    truncate,
    utimes,
    writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Snapshot, Workspace } from '@longtable/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RunningHub, type RawPerson } from '../testing/running-hub.js';

const run = promisify(execFile);
/** A file system of one's own takes root, and a kernel that has it. Without it, everything is to be the same but what it costs. */
const canMount =
    process.getuid?.() === 0 &&
    existsSync('/dev/loop-control') &&
    readFileSync('/proc/filesystems', 'utf8').includes('\tbtrfs\n');

let image: string;
let data: string;
let hub: RunningHub;
let ada: RawPerson;
/** Whether files can share what is in them where the workspaces are. */
let shares: boolean;

beforeEach(async () => {
    image = await mkdtemp(join(tmpdir(), 'btrfs-'));
    data = join(image, 'data');
    await mkdir(data);
    if (canMount) {
        await run('truncate', ['--size', '1G', join(image, 'disk')]);
        await run('mkfs.btrfs', ['--quiet', join(image, 'disk')]);
        await run('mount', ['-o', 'loop', join(image, 'disk'), data]);
    }
    shares = await sharesContent();
    hub = await RunningHub.create('--data', data);
    ada = await hub.person('Ada');
});
afterEach(async () => {
    await hub.dispose();
    if (canMount) {
        await run('umount', [data]);
    }
    await rm(image, { recursive: true });
});

const trees = () => join(data, 'snapshots/trees');
const laidOut = () => readdir(trees()).catch(() => []);
const folderOf = async (id: string) => {
    const directory = join(data, 'volumes', id, 'workspace');
    const [folder = ''] = await readdir(directory);
    return join(directory, folder);
};

async function opened(snapshot: Snapshot): Promise<string> {
    const { id } = (await ada.api('POST', '/snapshots/open', { id: snapshot.id })).body as Workspace;
    ada.made.push(id);
    await ada.reaches(id, 'running');
    return folderOf(id);
}

async function sharesContent(): Promise<boolean> {
    const [from, to] = [join(data, 'from'), join(data, 'to')];
    await writeFile(from, 'content');
    return copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
        () => true,
        () => false
    );
}

/** Does something; answers with it how many bytes of the disk it has taken. */
async function whatItTakes<T>(act: () => Promise<T>): Promise<{ readonly taken: number; readonly done: T }> {
    const free = async () => {
        await run('sync');
        const { bavail, bsize } = await statfs(data);
        return bavail * bsize;
    };
    const before = await free();
    const done = await act();
    return { taken: before - (await free()), done };
}

/** Whether what is in a file belongs to other files as well, as the file system has it. */
async function isShared(file: string): Promise<boolean> {
    await run('sync', [file]);
    return (await run('filefrag', ['-v', file])).stdout.includes('shared');
}

test('SNAP-19, SNAP-36: further workspaces share the content of files until somebody changes it', async () => {
    const source = await ada.workspace('Class');
    const shell = (command: string, cwd: string) => run('bash', ['-ec', command], { cwd });
    await shell(
        `head -c 9000000 /dev/urandom > big; mkdir -p deep/er; echo small > deep/er/small; chmod 640 deep/er/small
        ln big hard; ln -s big link; head -c 3000000 /dev/zero > zeros; touch -d '2001-02-03 04:05:06.789' deep/er/small`,
        await folderOf(source)
    );
    const { id } = (await ada.api('POST', `/workspaces/${source}/snapshots`, {})).body as Snapshot;
    const snapshot = await vi.waitFor(async () => {
        const { body } = await ada.api('GET', `/snapshots/${id}`);
        expect((body as Snapshot).status).toBe('ready');
        return body as Snapshot;
    });
    const listing = async (folder: string) =>
        (
            await shell(
                `find . -printf '%P|%y|%m|%s|%l|%n|%Ts\\n' | grep -v '^|' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum`,
                folder
            )
        ).stdout;

    const first = await opened(snapshot);
    expect(await laidOut()).toEqual([]);
    const second = await opened(snapshot);
    // Elsewhere nothing is laid out, and all else is the same.
    const expected = shares ? [snapshot.id] : [];
    expect(await laidOut()).toEqual(expected);
    const { taken, done: third } = await whatItTakes(() => opened(snapshot));
    expect(taken < 4_000_000).toBe(shares);
    expect([await isShared(join(first, 'big')), await isShared(join(third, 'big'))]).toEqual([false, shares]);
    for (const folder of [first, second, third]) {
        expect(await listing(folder)).toBe(await listing(await folderOf(source)));
    }

    // What one changes is theirs, and what is not as it was laid out is not used.
    await appendFile(join(second, 'big'), 'mine');
    await truncate(join(third, 'zeros'), 5);
    for (const tree of await laidOut()) {
        await truncate(join(trees(), tree, 'files/big'), 100);
    }
    expect(await listing(await opened(snapshot))).toBe(await listing(await folderOf(source)));
    expect((await readFile(join(second, 'big'))).subarray(-4).toString()).toBe('mine');

    // After a day nobody wants it any more, and with the snapshot it goes.
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const tree of await laidOut()) {
        await utimes(join(trees(), tree), longAgo, longAgo);
    }
    await hub.stop();
    await hub.start();
    await expect.poll(laidOut, { timeout: 20_000 }).toEqual([]);
    await opened(snapshot);
    expect(await laidOut()).toEqual(expected);
    await ada.api('DELETE', `/snapshots/${snapshot.id}`);
    await expect.poll(laidOut, { timeout: 20_000 }).toEqual([]);
    expect((await stat(join(third, 'zeros'))).size).toBe(5);
}, 120_000);
