import { mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkspaceId } from '@longtable/common';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationName, makeSocketRoot } from './installation.js';
import { uidRangeOf } from './uid-range.js';
import { VolumeStore } from './volume-store.js';

let directory: string;
const isRoot = process.getuid?.() === 0;
const uids = isRoot ? { first: 1_950_000_000, count: 3 } : undefined;
const ids = ['waaaaaaaa', 'wbbbbbbbb', 'wcccccccc', 'wdddddddd'].map(id => WorkspaceId.parse(id));
const [one = '' as WorkspaceId, two = '' as WorkspaceId, three = '' as WorkspaceId, four = '' as WorkspaceId] = ids;

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'volumes-'));
});
afterEach(async () => {
    await rm(directory, { recursive: true });
});

const store = (): VolumeStore => new VolumeStore(join(directory, 'data'), join(directory, 'sockets'), uids);

test('gives every workspace a user of its own, also those made at the same moment, and remembers it', async () => {
    const first = store();
    const made = await Promise.all([one, two, three].map(id => first.create(id)));
    expect(new Set(made.map(volume => volume.uid)).size).toBe(isRoot ? 3 : 1);
    for (const { id, uid, workspace } of made) {
        expect((await store().find(id))?.uid).toBe(uid);
        expect((await stat(workspace)).uid).toBe(uid);
        expect((await stat(workspace)).mode & 0o777).toBe(0o700);
    }
    const next = store();
    if (isRoot) {
        await expect(next.create(four)).rejects.toMatchObject({ code: 'unavailable' });
    }
    const freed = await next.find(two);
    await (freed && next.destroy(freed));
    expect((await next.create(four)).uid).toBe(freed?.uid);
});

test('leaves nothing of a workspace that cannot be made', async () => {
    const made = store();
    await made.create(one);
    await expect(made.create(one)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readdir(join(directory, 'data/volumes'))).toEqual([one]);
});

test('sweeps what a crash has left, and only that', async () => {
    const made = store();
    await made.create(one);
    for (const name of ['.new-waaaaaaaa-1', '.removed-wbbbbbbbb-1', 'not-a-workspace']) {
        await mkdir(join(directory, 'data/volumes', name, 'inner'), { recursive: true });
    }
    await made.sweep();
    expect((await readdir(join(directory, 'data/volumes'))).sort()).toEqual(['not-a-workspace', one].sort());
    expect((await made.list()).map(volume => volume.id)).toEqual([one]);
});

test('removes a link in a volume, not what it leads to', async () => {
    const made = store();
    const volume = await made.create(one);
    await mkdir(join(directory, 'elsewhere'));
    await symlink(join(directory, 'elsewhere'), join(volume.workspace, 'link'));
    await made.destroy(volume);
    expect(await readdir(directory)).toContain('elsewhere');
    expect(await readdir(join(directory, 'data/volumes'))).toEqual([]);
});

test('refuses a socket root that is not its own', async () => {
    await symlink(directory, join(directory, 'link'));
    await expect(makeSocketRoot(join(directory, 'link'))).rejects.toMatchObject({ code: 'runtime-unavailable' });
});

test('the name of an installation is the same before and after its directory is made', async () => {
    const data = join(directory, 'later', 'data');
    const before = installationName(data);
    await mkdir(data, { recursive: true });
    expect(installationName(data)).toBe(before);
    expect(installationName(directory)).not.toBe(before);
});

test('users come from a range that the container has', () => {
    const name = installationName(directory);
    expect(uidRangeOf(name, '         0          0 4294967295\n').first).toBeGreaterThan(1_879_048_192);
    expect(uidRangeOf(name, '0 100000 65536\n')).toEqual({ first: 20_000, count: 40_000 });
    expect(() => uidRangeOf(name, '0 1000 1\n')).toThrow('65536');
});
