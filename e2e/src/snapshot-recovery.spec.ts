import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test, type Person } from './test.js';
import type { HubProcess } from './hub/hub-process.js';
import { processesIn } from './hub/workspace-processes.js';

const run = promisify(execFile);

interface SnapshotAnswer {
    readonly id: string;
    readonly status: string;
    readonly statusReason?: string;
    readonly files: number;
}

const packsOf = (hub: HubProcess) => path.join(hub.dataDirectory, 'snapshots/packs');

function namesIn(directory: string): Promise<string[]> {
    return readdir(directory).catch(() => []);
}

async function snapshotsOf({ client }: Person): Promise<readonly SnapshotAnswer[]> {
    return ((await (await client.call('GET', '/snapshots')).json()) as { snapshots: SnapshotAnswer[] }).snapshots;
}

/** Takes a snapshot and waits for its end. */
async function take({ client }: Person, id: string, name: string): Promise<string> {
    const answer = await client.call('POST', `/workspaces/${id}/snapshots`, { name });
    expect(answer.status(), await answer.text()).toBe(200);
    const begun = (await answer.json()) as SnapshotAnswer;
    await expect
        .poll(async () => {
            const { status, statusReason } = (await (
                await client.call('GET', `/snapshots/${begun.id}`)
            ).json()) as SnapshotAnswer;
            return status === 'failed' ? `failed: ${statusReason ?? ''}` : status;
        })
        .toBe('ready');
    return begun.id;
}

test('SNAP-8, SNAP-12, SNAP-20: a hub that is killed leaves whole snapshots and workspaces or none, and no lost space', async ({
    ownHub: hub,
    repository,
    signIn
}) => {
    test.setTimeout(10 * 60_000);
    const ada = await signIn('Ada', hub);
    const { client } = ada;
    const { id } = await client.createRunning(repository);
    const killAfter = async (milliseconds: number): Promise<void> => {
        await delay(milliseconds);
        await hub.kill();
        await hub.start();
    };
    const noRemains = () =>
        expect.poll(async () => (await namesIn(packsOf(hub))).filter(name => name.startsWith('.new-'))).toEqual([]);

    const base = await take(ada, id, 'Base');
    for (const pause of [20, 150, 300, 450, 600, 800]) {
        await client.call('POST', `/workspaces/${id}/snapshots`, { name: `After ${pause}` });
        await killAfter(pause);
        const there = await snapshotsOf(ada);
        expect(there.every(({ status }) => status === 'ready')).toBe(true);
        // The workspace goes on, also when it was just being held: its agent has a part in this.
        await take(ada, id, `Again ${pause}`);
        await noRemains();
    }

    for (const pause of [30, 200, 500]) {
        const opened = (await (await client.call('POST', '/snapshots/open', { id: base })).json()) as { id: string };
        await killAfter(pause);
        const { status } = await client.workspace(opened.id);
        if (status === 'failed') {
            expect(await namesIn(path.join(hub.dataDirectory, 'volumes', opened.id))).toEqual([]);
        }
        // Killed once its files were all there, it is stopped and whole.
        if (status === 'failed' || status === 'stopped') {
            await client.call('POST', `/workspaces/${opened.id}/start`);
        }
        await client.untilStatus(opened.id, 'running');
        const copied = path.join(hub.dataDirectory, 'volumes', opened.id, 'workspace/guests/README.md');
        expect(await readFile(copied, 'utf8')).toContain('# Guests');
        await client.call('DELETE', `/workspaces/${opened.id}`);
    }

    for (const pause of [0, 5, 30, 100]) {
        const [doomed] = (await snapshotsOf(ada)).filter(snapshot => snapshot.id !== base);
        expect(doomed).toBeDefined();
        const deleting = client.call('DELETE', `/snapshots/${doomed?.id ?? ''}`).catch(() => undefined);
        await killAfter(pause);
        await deleting;
        for (const { id: left } of await snapshotsOf(ada)) {
            const answer = await client.call('GET', `/snapshots/${left}/download`);
            expect((await answer.body()).length).toBeGreaterThan(1000);
        }
    }
    for (const { id: left } of await snapshotsOf(ada)) {
        expect((await client.call('DELETE', `/snapshots/${left}`)).status()).toBe(204);
    }
    await expect.poll(() => namesIn(packsOf(hub))).toEqual([]);
    expect(await namesIn(path.join(hub.dataDirectory, 'snapshots/manifests'))).toEqual([]);
});

test('SNAP-8, SNAP-12: an agent that is killed while a snapshot is taken leaves a whole one or none, and a workspace that goes on', async ({
    ownHub: hub,
    repository,
    signIn
}) => {
    test.setTimeout(10 * 60_000);
    const ada = await signIn('Ada', hub);
    const { client } = ada;
    const { id } = await client.createRunning(repository);
    const folder = path.join(hub.dataDirectory, 'volumes', id, 'workspace/guests');
    for (const [round, pause] of [0, 60, 150, 250, 350, 500, 700].entries()) {
        await writeFile(path.join(folder, 'large'), randomBytes(40_000_000));
        const answer = await client.call('POST', `/workspaces/${id}/snapshots`, { name: `Killed ${String(round)}` });
        const { id: begun } = (await answer.json()) as SnapshotAnswer;
        await delay(pause);
        const agents = (await processesIn(hub.dataDirectory, id)).filter(({ command }) =>
            /node\S* \S*agent\S*\.m?js/.test(command)
        );
        expect(agents.length).toBeGreaterThan(0);
        agents.forEach(({ pid }) => {
            killNow(pid);
        });
        const look = async () => (await (await client.call('GET', `/snapshots/${begun}`)).json()) as SnapshotAnswer;
        await expect.poll(async () => (await look()).status, { timeout: 60_000 }).not.toBe('taking');
        const { status, statusReason } = await look();
        if (status === 'ready') {
            expect((await (await client.call('GET', `/snapshots/${begun}/download`)).body()).length).toBeGreaterThan(
                1000
            );
        } else {
            expect(statusReason).toMatch(/no snapshot was taken|[Nn]othing was kept/);
        }
        // Whether it was held or not: nothing of it hangs, and it comes up again.
        await expect.poll(async () => (await client.workspace(id)).status, { timeout: 60_000 }).not.toBe('running');
        await client.call('POST', `/workspaces/${id}/start`);
        await client.untilStatus(id, 'running');
        await take(ada, id, `After ${String(round)}`);
        await expect
            .poll(async () => (await namesIn(packsOf(hub))).filter(name => name.startsWith('.new-')))
            .toEqual([]);
    }
});

test('SNAP-18: on a disk that is full a snapshot is a sentence, what people do goes on, and space that is freed is used again', async ({
    ownHub: hub,
    repository,
    signIn
}) => {
    test.setTimeout(5 * 60_000);
    await hub.stop();
    const mounted = run('mount', ['-t', 'tmpfs', '-o', 'size=640m', 'none', hub.dataDirectory]);
    if (process.getuid?.() !== 0) {
        // A disk that small is root's to make; what a worker does on a full one is tested for everybody, beside it.
        await expect(mounted).rejects.toThrow(/superuser|permission/i);
        return;
    }
    await mounted;
    try {
        await hub.start();
        const ada = await signIn('Ada', hub);
        const { client } = ada;
        const { id } = await client.createRunning(repository);
        const folder = path.join(hub.dataDirectory, 'volumes', id, 'workspace/guests');
        const failure = async (): Promise<string> => {
            const answer = await client.call('POST', `/workspaces/${id}/snapshots`, {});
            const begun = (await answer.json()) as SnapshotAnswer & { error?: { message: string } };
            if (begun.error !== undefined) {
                return begun.error.message;
            }
            const look = async () =>
                (await (await client.call('GET', `/snapshots/${begun.id}`)).json()) as SnapshotAnswer;
            await expect.poll(async () => (await look()).status).not.toBe('taking');
            return (await look()).statusReason ?? 'it was taken';
        };
        await writeFile(path.join(folder, 'first'), randomBytes(110_000_000));
        const first = await take(ada, id, 'There was room');
        const stored = await freeBytes(hub.dataDirectory);

        // There is room when it begins, and none before it ends.
        await writeFile(path.join(folder, 'second'), randomBytes(stored - 200_000_000));
        expect(await failure()).toBe(
            'The disk of the server is full. Nothing was kept; free some space and try again.'
        );
        // What others need was left alone meanwhile, and what was begun is gone.
        expect(await freeBytes(hub.dataDirectory)).toBeGreaterThan(190_000_000);

        await writeFile(path.join(folder, 'third'), randomBytes((await freeBytes(hub.dataDirectory)) - 60_000_000));
        expect(await failure()).toContain('has no room');
        const opening = await client.call('POST', '/snapshots/open', { id: first });
        expect(((await opening.json()) as { error: { message: string } }).error.message).toContain(
            'No workspace was made.'
        );
        expect((await client.call('PATCH', `/workspaces/${id}`, { name: 'Still writable' })).status()).toBe(200);
        expect((await client.workspace(id)).status).toBe('running');

        await rm(path.join(folder, 'second'));
        await rm(path.join(folder, 'third'));
        await take(ada, id, 'There is room again');
        expect((await client.call('DELETE', `/workspaces/${id}`)).status()).toBe(204);
    } finally {
        await run('umount', ['--lazy', hub.dataDirectory]);
    }
});

async function freeBytes(directory: string): Promise<number> {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
}

function killNow(pid: number): void {
    try {
        process.kill(pid, 'SIGKILL');
    } catch {
        // the one before took it along
    }
}
