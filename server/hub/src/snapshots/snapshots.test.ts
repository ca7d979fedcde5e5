import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type {
    AuditEntry,
    Snapshot,
    SnapshotList,
    SnapshotOffer,
    WorkbenchStateAnswer,
    Workspace
} from '@longtable/common';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RunningHub, type RawPerson } from '../testing/running-hub.js';

const run = promisify(execFile);

let hub: RunningHub;
let ada: RawPerson;
let grace: RawPerson;
let linus: RawPerson;

beforeAll(async () => {
    hub = await RunningHub.create();
    ada = await hub.person('Ada');
    grace = await hub.person('Grace');
    linus = await hub.person('Linus');
}, 90_000);
afterAll(() => hub.dispose());

/** The folder of a workspace on this machine. */
async function folderOf(id: string): Promise<string> {
    const directory = join(hub.directory, 'data/volumes', id, 'workspace');
    const [folder = ''] = await readdir(directory);
    return join(directory, folder);
}

async function taken(person: RawPerson, id: string, wish: unknown = {}): Promise<Snapshot> {
    const begun = await person.api('POST', `/workspaces/${id}/snapshots`, wish);
    expect(begun.status, JSON.stringify(begun.body)).toBe(200);
    return settled(person, (begun.body as Snapshot).id);
}

/** Waits until a snapshot is not being taken any more. */
function settled(person: RawPerson, id: string): Promise<Snapshot> {
    return vi.waitFor(
        async () => {
            const { status, body } = await person.api('GET', `/snapshots/${id}`);
            expect(status, JSON.stringify(body)).toBe(200);
            expect((body as Snapshot).status).not.toBe('taking');
            return body as Snapshot;
        },
        // Short, so that what comes next comes right after.
        { timeout: 40_000, interval: 5 }
    );
}

const tokenOf = ({ url = '' }: { url?: string | undefined }): string => url.split('/s/')[1] ?? '';

async function opened(person: RawPerson, token: string): Promise<string> {
    const { status, body } = await person.api('POST', '/snapshots/open', { token });
    expect(status, JSON.stringify(body)).toBe(201);
    const { id } = body as Workspace;
    person.made.push(id);
    await person.reaches(id, 'running');
    return id;
}

async function storedBytes(): Promise<number> {
    const { stdout } = await run('du', ['-sb', join(hub.directory, 'data/snapshots')]);
    return parseInt(stdout, 10);
}

test('SNAP-15, SNAP-19, SNAP-25: a snapshot of a running workspace opens as others’ own workspaces, whatever becomes of the original', async () => {
    const original = await ada.workspace('Engine');
    const folder = await folderOf(original);
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src/wheel.txt'), 'turns\n');
    const snapshot = await taken(ada, original, { name: 'First', note: 'It turns.' });
    expect(snapshot).toMatchObject({
        status: 'ready',
        name: 'First',
        note: 'It turns.',
        visibility: 'link',
        workspace: { id: original, name: 'Engine', exists: true }
    });
    expect(snapshot.heldMilliseconds).toBeLessThan(5000);
    expect(snapshot.files).toBeGreaterThan(1);

    const looked = await grace.api('POST', '/snapshots/look', { token: tokenOf(snapshot) });
    expect(looked.body as SnapshotOffer).toMatchObject({
        name: 'First',
        note: 'It turns.',
        owner: 'Ada',
        workspace: 'Engine',
        files: snapshot.files,
        bytes: snapshot.bytes,
        latest: false
    });
    const first = await opened(grace, tokenOf(snapshot));
    const workspace = (await grace.api('GET', `/workspaces/${first}`)).body as Workspace;
    expect(workspace).toMatchObject({ name: 'Engine', snapshot: { id: snapshot.id, name: 'First' }, role: 'owner' });
    await writeFile(join(await folderOf(first), 'src/wheel.txt'), 'falls off\n');
    await writeFile(join(folder, 'src/wheel.txt'), 'squeaks\n');
    expect((await ada.api('DELETE', `/workspaces/${original}`)).status).toBe(204);

    const second = await opened(linus, tokenOf(snapshot));
    expect(await readFile(join(await folderOf(second), 'src/wheel.txt'), 'utf8')).toBe('turns\n');
    expect(await readFile(join(await folderOf(first), 'src/wheel.txt'), 'utf8')).toBe('falls off\n');
    const after = (await ada.api('GET', `/snapshots/${snapshot.id}`)).body as Snapshot;
    expect(after).toMatchObject({ opened: 2, workspace: { name: 'Engine', exists: false } });

    // What it came from is known two workspaces later.
    const again = await taken(linus, second);
    expect(again.from).toEqual({ id: snapshot.id, name: 'First' });
    const third = await opened(ada, tokenOf(again));
    expect(await readFile(join(await folderOf(third), 'src/wheel.txt'), 'utf8')).toBe('turns\n');
    const { body } = await ada.api('GET', '/snapshots');
    expect((body as SnapshotList).snapshots.map(({ id }) => id)).toEqual([snapshot.id]);
});

test('SNAP-20: the agent is told that the folder comes from a snapshot, and starts with it there', async () => {
    const original = await ada.workspace('Told');
    const snapshot = await taken(ada, original);
    const copy = await opened(grace, tokenOf(snapshot));
    const configuration = async (id: string) => {
        const { stdout } = await run('bash', [
            '-c',
            `cat /run/longtable-*/${id}/hub/agent.json /tmp/longtable-*/${id}/hub/agent.json 2>/dev/null || true`
        ]);
        return JSON.parse(stdout) as Record<string, unknown>;
    };
    expect(await configuration(copy)).toMatchObject({ fromSnapshot: true });
    expect(await configuration(original)).not.toHaveProperty('fromSnapshot');
});

test('SNAP-15: also of one that is stopped; not of one without files', async () => {
    const id = await ada.workspace('Asleep');
    await writeFile(join(await folderOf(id), 'file'), 'text');
    await ada.api('POST', `/workspaces/${id}/stop`);
    await ada.reaches(id, 'stopped');
    const snapshot = await taken(ada, id);
    expect(snapshot).toMatchObject({ status: 'ready' });
    expect(snapshot.heldMilliseconds).toBeUndefined();
});

test('SNAP-15: only who may take them does, and everybody else is answered as if there were none', async () => {
    const id = await ada.workspace('Mine');
    const snapshot = await taken(ada, id);
    expect((await grace.api('POST', `/workspaces/${id}/snapshots`)).status).toBe(404);
    await grace.join(await ada.share(id, { role: 'editor' }));
    expect((await grace.api('POST', `/workspaces/${id}/snapshots`)).status).toBe(403);
    for (const [method, body] of [['GET'], ['PATCH', { name: 'Stolen' }], ['DELETE']] as const) {
        expect((await grace.api(method, `/snapshots/${snapshot.id}`, body)).status).toBe(404);
        expect((await hub.anonymous().api(method, `/snapshots/${snapshot.id}`, body)).status).toBe(401);
    }
    expect((await grace.ask('GET', `/api/v1/snapshots/${snapshot.id}/download`)).status).toBe(404);
    expect((await grace.api('POST', '/snapshots/open', { id: snapshot.id })).status).toBe(404);
    expect((await hub.anonymous().api('POST', '/snapshots/open', { token: tokenOf(snapshot) })).status).toBe(401);
});

test('SNAP-16: one at a time, told with its progress, and cancelled without a trace', async () => {
    const id = await ada.workspace('Large');
    const folder = await folderOf(id);
    await run('bash', ['-c', 'for i in $(seq 40); do head -c 4000000 /dev/urandom > f$i; done'], { cwd: folder });
    const before = await storedBytes();
    const take = () => ada.api('POST', `/workspaces/${id}/snapshots`);
    const both = (await Promise.all([take(), take()])).sort((one, other) => one.status - other.status);
    expect(both.map(({ status }) => status)).toEqual([200, 409]);
    const begun = both[0].body as Snapshot;
    expect(begun.status).toBe('taking');
    expect((await take()).body).toMatchObject({ error: { code: 'conflict' } });
    await vi.waitFor(
        async () => {
            const { progress } = (await ada.api('GET', `/snapshots/${begun.id}`)).body as Snapshot;
            expect(progress?.totalBytes).toBeGreaterThan(160_000_000);
            expect(progress?.bytes).toBeGreaterThan(0);
        },
        { timeout: 30_000, interval: 30 }
    );
    expect(((await ada.api('GET', `/workspaces/${id}/snapshots`)).body as SnapshotList).snapshots).toHaveLength(1);
    expect((await ada.api('DELETE', `/snapshots/${begun.id}`)).status).toBe(204);
    expect((await ada.api('GET', `/snapshots/${begun.id}`)).status).toBe(404);
    expect(((await ada.api('GET', `/workspaces/${id}/snapshots`)).body as SnapshotList).snapshots).toEqual([]);
    await expect.poll(storedBytes, { timeout: 10_000 }).toBeLessThan(before + 100_000);
    expect((await taken(ada, id, { exclude: ['f*'] })).bytes).toBeLessThan(1_000_000);
});

test('SNAP-17: deleting a workspace cancels what is being taken of it', async () => {
    const id = await ada.workspace('Going');
    await run('bash', ['-c', 'for i in $(seq 20); do head -c 4000000 /dev/urandom > f$i; done'], {
        cwd: await folderOf(id)
    });
    const begun = (await ada.api('POST', `/workspaces/${id}/snapshots`)).body as Snapshot;
    expect((await ada.api('DELETE', `/workspaces/${id}`)).status).toBe(204);
    expect(await settled(ada, begun.id)).toMatchObject({
        status: 'failed',
        statusReason: expect.stringContaining('deleted') as string
    });
});

test('SNAP-4: lists what looks like secrets, and leaves out what is named', async () => {
    const id = await ada.workspace('Careless');
    const folder = await folderOf(id);
    await writeFile(join(folder, '.env'), 'TOKEN=1\n');
    await mkdir(join(folder, 'deploy'));
    await writeFile(join(folder, 'deploy/.env'), 'TOKEN=2\n');
    const { body } = await ada.api('GET', `/workspaces/${id}/snapshots/secrets`);
    expect(body).toEqual({
        files: [
            { path: '.env', reason: 'environment file' },
            { path: 'deploy/.env', reason: 'environment file' }
        ],
        truncated: false
    });
    const copy = await opened(grace, tokenOf(await taken(ada, id, { exclude: ['/.env'] })));
    const there = await folderOf(copy);
    expect(await readdir(there)).not.toContain('.env');
    expect(await readFile(join(there, 'deploy/.env'), 'utf8')).toBe('TOKEN=2\n');
});

test('SNAP-22, SNAP-23: a link is for whom it is for, and as long as it lasts', async () => {
    const id = await ada.workspace('Guarded');
    const snapshot = await taken(ada, id);
    const token = tokenOf(snapshot);
    const look = async (who: RawPerson, which = token) =>
        (await who.api('POST', '/snapshots/look', { token: which })).status;
    const change = async (wish: unknown): Promise<Snapshot> => {
        const { status, body } = await ada.api('PATCH', `/snapshots/${snapshot.id}`, wish);
        expect(status, JSON.stringify(body)).toBe(200);
        return body as Snapshot;
    };
    expect([await look(grace), await look(linus), await look(hub.anonymous())]).toEqual([200, 200, 401]);
    await change({ visibility: 'me' });
    expect([await look(grace), await look(ada)]).toEqual([404, 200]);
    await change({ visibility: 'people', people: [grace.id] });
    expect([await look(grace), await look(linus)]).toEqual([200, 404]);
    await change({ visibility: 'link', expiresAt: new Date(Date.now() + 600).toISOString() });
    expect(await look(linus)).toBe(200);
    await new Promise(resolve => setTimeout(resolve, 700));
    const over = await linus.api('POST', '/snapshots/open', { token });
    expect(over).toMatchObject({ status: 410, body: { error: { code: 'link-ended' } } });
    await change({ expiresAt: 'never' });
    expect(await look(linus)).toBe(200);

    expect(await change({ revoked: true })).toMatchObject({ revoked: true });
    expect([await look(grace), await look(ada)]).toEqual([410, 410]);
    const renewed = await change({ revoked: false });
    expect(tokenOf(renewed)).not.toBe(token);
    expect([await look(grace), await look(grace, tokenOf(renewed))]).toEqual([410, 200]);
    expect((await ada.api('PATCH', `/snapshots/${snapshot.id}`, { expiresAt: '2001-01-01T00:00:00Z' })).status).toBe(
        400
    );
    // Its owner needs no link.
    await change({ revoked: true });
    const own = (await ada.api('POST', '/snapshots/open', { id: snapshot.id, name: 'Copy' })).body as Workspace;
    ada.made.push(own.id);
    await ada.reaches(own.id, 'running');
    const listed = (await ada.api('GET', `/snapshots/${snapshot.id}`)).body as Snapshot;
    expect(listed.workspaces).toEqual([{ id: own.id, name: 'Copy' }]);
    const { entries } = (await ada.api('GET', `/workspaces/${id}/audit`)).body as { entries: AuditEntry[] };
    const actions = entries.map(({ action }) => action);
    for (const action of ['snapshot-taken', 'snapshot-changed', 'snapshot-revoked', 'snapshot-opened']) {
        expect(actions).toContain(action);
    }
});

test('SNAP-24: the moving link leads to the newest one that its follower may open', async () => {
    const id = await ada.workspace('Moving');
    const { url } = (await ada.api('PUT', `/workspaces/${id}/snapshots/latest`)).body as { url: string };
    const token = tokenOf({ url });
    const name = async (who: RawPerson) =>
        ((await who.api('POST', '/snapshots/look', { token })).body as Partial<SnapshotOffer>).name;
    expect(await name(grace)).toBeUndefined();
    await taken(ada, id, { name: 'One' });
    const two = await taken(ada, id, { name: 'Two' });
    expect(await name(grace)).toBe('Two');
    await ada.api('PATCH', `/snapshots/${two.id}`, { visibility: 'me' });
    expect([await name(grace), await name(ada)]).toEqual(['One', 'Two']);
    await ada.api('DELETE', `/snapshots/${two.id}`);
    expect(await name(ada)).toBe('One');
    expect((await ada.api('PUT', `/workspaces/${id}/snapshots/latest`)).body).toEqual({ url });
    await ada.api('DELETE', `/workspaces/${id}/snapshots/latest`);
    expect(await name(grace)).toBeUndefined();
});

test('SNAP-14, SNAP-27: the second costs what changed; deleting frees what nobody else uses, and no more', async () => {
    const id = await ada.workspace('Costly');
    const folder = await folderOf(id);
    await run('bash', ['-c', 'head -c 6000000 /dev/urandom > big'], { cwd: folder });
    const first = await taken(ada, id);
    await run('bash', ['-c', 'head -c 1500000 /dev/urandom > small'], { cwd: folder });
    const second = await taken(ada, id);
    expect(first.addedBytes).toBeGreaterThan(6_000_000);
    expect(second.addedBytes).toBeLessThan(1_600_000);
    const unique = async (snapshot: Snapshot) =>
        ((await ada.api('GET', `/snapshots/${snapshot.id}`)).body as Snapshot).uniqueBytes ?? -1;
    await expect.poll(() => unique(second), { timeout: 10_000 }).toBeGreaterThan(1_400_000);
    expect(await unique(first)).toBeLessThan(10_000);
    const before = await storedBytes();
    expect((await ada.api('DELETE', `/snapshots/${first.id}`)).status).toBe(204);
    expect((await grace.api('POST', '/snapshots/look', { token: tokenOf(first) })).status).toBe(404);
    const copy = await opened(grace, tokenOf(second));
    expect((await stat(join(await folderOf(copy), 'big'))).size).toBe(6_000_000);
    await ada.api('DELETE', `/snapshots/${second.id}`);
    await expect.poll(storedBytes, { timeout: 20_000 }).toBeLessThan(before - 7_000_000);
});

test.each([
    [
        'damaged',
        (pack: string) => ['dd', 'if=/dev/zero', `of=${pack}`, 'bs=1', 'seek=1000000', 'count=64', 'conv=notrunc']
    ],
    ['gone', (_: string, manifest: string) => ['rm', manifest]]
])('SNAP-11: from content that is %s nothing is made, and the page says so; an export ends', async (_, damage) => {
    const id = await ada.workspace('Rotten');
    await run('bash', ['-c', 'head -c 3000000 /dev/urandom > big'], { cwd: await folderOf(id) });
    const content = join(hub.directory, 'data/snapshots');
    const packs = join(content, 'packs');
    const before = new Set(await readdir(packs).catch(() => []));
    const snapshot = await taken(ada, id);
    const [fresh = ''] = (await readdir(packs)).filter(name => !before.has(name));
    const [program = '', ...rest] = damage(join(packs, fresh), join(content, `manifests/${snapshot.id}.json`));
    await run(program, rest);
    const { body } = await grace.api('POST', '/snapshots/open', { token: tokenOf(snapshot) });
    const copy = (body as Workspace).id;
    grace.made.push(copy);
    await grace.reaches(copy, 'failed');
    const failed = (await grace.api('GET', `/workspaces/${copy}`)).body as Workspace;
    expect(failed.statusReason).toContain('damaged');
    await expect(stat(join(hub.directory, 'data/volumes', copy))).rejects.toMatchObject({ code: 'ENOENT' });
    // Nobody takes half an archive for a whole one.
    const archive = await ada.api('GET', `/snapshots/${snapshot.id}/download`).then(
        ({ body }) => (body as { error: { message: string } }).error.message,
        (error: unknown) => (error as NodeJS.ErrnoException).code
    );
    expect(archive).toMatch(/is damaged|ECONNRESET/);
    await ada.api('DELETE', `/snapshots/${snapshot.id}`);
});

test('SNAP-20: a workspace that is stopped while its files come leaves none, and starts anew', async () => {
    const id = await ada.workspace('Interrupted');
    await run('bash', ['-c', 'for i in $(seq 3000); do echo $i > f$i; done; head -c 60000000 /dev/urandom > big'], {
        cwd: await folderOf(id)
    });
    const snapshot = await taken(ada, id);
    const { id: copy } = (await grace.api('POST', '/snapshots/open', { token: tokenOf(snapshot) })).body as Workspace;
    grace.made.push(copy);
    await grace.api('POST', `/workspaces/${copy}/stop`);
    await grace.reaches(copy, 'stopped');
    await expect(stat(join(hub.directory, 'data/volumes', copy))).rejects.toMatchObject({ code: 'ENOENT' });
    // Also when the snapshot is deleted meanwhile: it was theirs to open.
    await ada.api('DELETE', `/snapshots/${snapshot.id}`);
    await grace.api('POST', `/workspaces/${copy}/start`);
    await grace.reaches(copy, 'running');
    expect((await readdir(await folderOf(copy))).filter(name => /^f\d+$/.test(name))).toHaveLength(3000);
});

test('SNAP-12: after a restart of the hub snapshots are there, and what was being taken is not', async () => {
    const id = await ada.workspace('Restarted');
    await run('bash', ['-c', 'for i in $(seq 30); do head -c 4000000 /dev/urandom > f$i; done'], {
        cwd: await folderOf(id)
    });
    const kept = await taken(ada, id, { exclude: ['f*'] });
    const begun = (await ada.api('POST', `/workspaces/${id}/snapshots`)).body as Snapshot;
    await hub.stop();
    await hub.start();
    expect((await ada.api('GET', `/snapshots/${begun.id}`)).status).toBe(404);
    expect((await ada.api('GET', `/snapshots/${kept.id}`)).body).toMatchObject({ status: 'ready', url: kept.url });
    const names = () => readdir(join(hub.directory, 'data/snapshots/packs'));
    await expect.poll(async () => (await names()).filter(name => name.startsWith('.new-'))).toEqual([]);
    const copy = await opened(grace, tokenOf(kept));
    expect(await readdir(await folderOf(copy))).not.toContain('f1');
});

test('SNAP-29, SNAP-33: an export is read by tar and holds the files alone, and an import makes a workspace', async () => {
    const id = await ada.workspace('Exported');
    const folder = await folderOf(id);
    await writeFile(join(folder, 'file'), 'from Ada\n');
    await ada.enter(id);
    const breakpoints = { [`file:///workspace/${basename(folder)}:breakpoints`]: '{"breakpoints":{}}' };
    await ada.inside(id, 'PATCH', '/.longtable/workbench-state', { body: { set: breakpoints } });
    const snapshot = await taken(ada, id, { name: 'Take away' });
    const archive = join(hub.directory, 'export.tar.zst');
    await run('curl', ['-sSf', '-o', archive, '-b', ada.cookie, `${hub.url}/api/v1/snapshots/${snapshot.id}/download`]);
    const { stdout } = await run('tar', ['--zstd', '-tf', archive]);
    expect(stdout).toContain('/file\n');

    const imported = await upload(grace, archive, '?name=Brought%20along');
    expect(imported).toMatchObject({
        status: 201,
        body: { name: 'Brought along', visibility: 'me', files: snapshot.files }
    });
    const { id: snapshotId } = imported.body as Snapshot;
    const { id: copy } = (await grace.api('POST', '/snapshots/open', { id: snapshotId })).body as Workspace;
    grace.made.push(copy);
    await grace.reaches(copy, 'running');
    expect(await readFile(join(await folderOf(copy), 'file'), 'utf8')).toBe('from Ada\n');
    await grace.enter(copy);
    const kept = await grace.inside(copy, 'GET', '/.longtable/workbench-state');
    expect((kept.body as WorkbenchStateAnswer).entries).toEqual({});

    await writeFile(archive, 'no archive at all');
    expect(await upload(grace, archive, '')).toMatchObject({ status: 400, body: { error: { code: 'bad-request' } } });
    await rm(archive);
});

function upload(person: RawPerson, path: string, query: string): Promise<{ status: number; body: unknown }> {
    return new Promise((resolve, reject) => {
        const request = http.request(
            {
                host: '127.0.0.1',
                port: hub.port,
                method: 'POST',
                path: `/api/v1/snapshots/import${query}`,
                headers: {
                    host: `localhost:${hub.port}`,
                    cookie: person.cookie,
                    'content-type': 'application/zstd'
                }
            },
            response => {
                let text = '';
                response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
                response.on('end', () => {
                    resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
                });
            }
        );
        request.on('error', reject);
        createReadStream(path).pipe(request);
    });
}

test('SNAP-30, SNAP-31, SNAP-32: who opens a snapshot finds the taker’s layout and breakpoints, and nothing else that anybody has kept', async () => {
    const id = await ada.workspace('Arranged');
    await grace.join(await ada.share(id, { role: 'editor' }));
    const at = `file:///workspace/${basename(await folderOf(id))}`;
    const editor = (uri: string) => ({
        constructionOptions: { factoryId: 'code-editor-opener', options: { kind: 'navigatable', uri } },
        innerWidgetState: '{"cursor":3}'
    });
    const terminal = {
        constructionOptions: { factoryId: 'terminal', options: { created: '1', env: { TOKEN: 's3cret' } } },
        innerWidgetState: '{"terminalId":0}'
    };
    const layoutOf = (name: string) =>
        JSON.stringify(
            JSON.stringify({
                mainPanel: { main: { type: 'tab-area', widgets: [editor(`${at}/${name}`)], currentIndex: 0 } },
                bottomPanel: { config: { main: { type: 'tab-area', widgets: [terminal], currentIndex: 0 } } }
            })
        );
    const breakpoints = JSON.stringify({ breakpoints: { [`${at}/a.ts`]: [{ id: '1' }] } });
    const path = '/.longtable/workbench-state';
    for (const [person, name] of [
        [ada, 'a.ts'],
        [grace, 'b.ts']
    ] as const) {
        await person.enter(id);
        const set = {
            [`${at}:layout`]: layoutOf(name),
            [`${at}:breakpoints`]: breakpoints,
            [`${at}:history`]: '"s3cret"'
        };
        expect((await person.inside(id, 'PATCH', path, { body: { set } })).status).toBe(200);
    }
    const snapshot = await taken(ada, id);
    await ada.inside(id, 'PATCH', path, { body: { set: { [`${at}:layout`]: layoutOf('later.ts') } } });
    expect((await ada.api('DELETE', `/workspaces/${id}`)).status).toBe(204);

    const copy = await opened(linus, tokenOf(snapshot));
    await linus.enter(copy);
    const { body } = await linus.inside(copy, 'GET', path);
    const { revision, entries } = body as WorkbenchStateAnswer;
    expect(revision).toBe(1);
    expect(Object.keys(entries).sort()).toEqual([`${at}:breakpoints`, `${at}:layout`]);
    expect(entries[`${at}:breakpoints`]).toBe(breakpoints);
    expect(entries[`${at}:layout`]).toContain('a.ts');
    expect(JSON.stringify(entries)).not.toMatch(/b\.ts|later\.ts|s3cret|terminalId/);
    // From there on it goes with the next snapshot.
    const again = await opened(ada, tokenOf(await taken(linus, copy)));
    await ada.enter(again);
    expect(((await ada.inside(again, 'GET', path)).body as WorkbenchStateAnswer).entries).toEqual(entries);
});

test('SNAP-30: a snapshot by somebody who has kept nothing opens with nothing kept', async () => {
    const id = await ada.workspace('Bare');
    const copy = await opened(grace, tokenOf(await taken(ada, id)));
    await grace.enter(copy);
    const { body } = await grace.inside(copy, 'GET', '/.longtable/workbench-state');
    expect((body as WorkbenchStateAnswer).entries).toEqual({});
});
