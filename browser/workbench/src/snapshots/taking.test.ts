import { Snapshot, type SnapshotProgress } from '@longtable/common';
import { expect, test, vi } from 'vitest';
import { Taking } from './taking';

function snapshot(status: Snapshot['status'], more: Partial<Snapshot> = {}): Snapshot {
    return Snapshot.parse({
        id: 'abcdefghijklmnop',
        name: 'First',
        status,
        createdAt: '2026-01-01T00:00:00Z',
        files: 0,
        bytes: 0,
        addedBytes: 0,
        visibility: 'link',
        people: [],
        revoked: false,
        opened: 0,
        workspaces: [],
        ...more
    });
}

const progress: SnapshotProgress = { step: 'copying', files: 1, bytes: 2 };

test('a snapshot is followed until it is there', async () => {
    const answers = [snapshot('taking', { progress }), snapshot('ready', { url: 'http://localhost/s/token' })];
    const taking = new Taking(
        {
            take: () => Promise.resolve(snapshot('taking')),
            look: () => Promise.resolve(answers.shift() ?? snapshot('failed')),
            cancel: () => Promise.reject(new Error('not asked for'))
        },
        1
    );
    const seen: (string | undefined)[] = [];
    taking.onDidChange(() => seen.push(taking.snapshot?.progress?.step ?? taking.snapshot?.status));
    await taking.take({});
    await vi.waitFor(() => expect(taking.snapshot?.url).toBe('http://localhost/s/token'));
    expect(seen).toEqual([undefined, 'taking', 'copying', 'ready']);
    expect(answers).toEqual([]);
    taking.dispose();
});

test('one that fails says why and is forgotten; nothing is left of one that was cancelled', async () => {
    const cancelled: string[] = [];
    const service = {
        take: () => Promise.resolve(snapshot('taking')),
        look: () => Promise.resolve(snapshot('failed', { statusReason: 'The disk is full.' })),
        cancel: (id: string) => {
            cancelled.push(id);
            return Promise.resolve();
        }
    };
    const failing = new Taking(service, 1);
    await failing.take({});
    await vi.waitFor(() => expect(failing.problem).toBe('The disk is full.'));
    expect(failing.snapshot).toBeUndefined();
    failing.dispose();

    const given = new Taking(service, 60_000);
    await given.take({});
    await given.cancel();
    expect(given.snapshot).toBeUndefined();
    expect(cancelled).toHaveLength(2);
    given.dispose();
});

test('a connection that is lost for a moment ends nothing', async () => {
    let looks = 0;
    const taking = new Taking(
        {
            take: () => Promise.resolve(snapshot('taking')),
            look: () =>
                ++looks === 1
                    ? Promise.reject(new Error('Longtable does not answer.'))
                    : Promise.resolve(snapshot('ready')),
            cancel: () => Promise.resolve()
        },
        1
    );
    await taking.take({});
    await vi.waitFor(() => expect(taking.snapshot?.status).toBe('ready'));
    expect(taking.problem).toBeUndefined();
    taking.dispose();
});
