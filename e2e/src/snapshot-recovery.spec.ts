import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, type Person } from './test.js';
import type { HubProcess } from './hub/hub-process.js';

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
