import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfiguration } from './configuration/configuration.js';
import { startHub, type Hub } from './hub.js';
import { installedParts } from './operations/parts.js';
import { freePort } from './testing/free-port.js';

const logger = pino({ level: 'silent' });

let directory: string;
let hub: Hub;

const configure = (data: string, ...flags: string[]) =>
    readConfiguration({
        arguments: ['--port', '0', '--runtime', 'process', '--data', data, ...flags],
        environment: {},
        directory
    });

const start = (data: string, ...flags: string[]) => startHub(configure(data, ...flags), '1.2.3', logger);

beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hub-start-'));
    hub = await start(join(directory, 'data'));
});

afterAll(async () => {
    await hub.dispose();
    await rm(directory, { recursive: true });
});

test('a start a second time with the same data is refused, and the first goes on', async () => {
    await expect(start(join(directory, 'data'))).rejects.toMatchObject({ code: 'conflict' });
    expect(await (await fetch(`${hub.url}/readyz`)).text()).toBe('ok\n');
});

test('a start on a port in use is refused in words, and leaves no lock', async () => {
    const port = new URL(hub.url).port;
    const data = join(directory, 'elsewhere');
    await expect(start(data, '--port', port)).rejects.toMatchObject({ code: 'address-in-use' });
    await (await start(data)).dispose();
});

test('a start with records that cannot be understood is refused, and lets go of the port and the lock', async () => {
    const data = join(directory, 'corrupt');
    await mkdir(data);
    await writeFile(join(data, 'store.json'), '{');
    const port = String(await freePort());
    await expect(start(data, '--port', port)).rejects.toMatchObject({ code: 'store-corrupt' });
    await rm(join(data, 'store.json'));
    await (await start(data, '--port', port)).dispose();
});

test('a start on a full disk is refused in words, and keeps the records', async () => {
    const data = join(directory, 'full');
    const first = await start(data);
    await fetch(`${first.url}/readyz`);
    await first.dispose();
    const records = await readFile(join(data, 'store.json'), 'utf8');
    const copy = join(data, 'store.previous.json.new');
    await symlink('/dev/full', copy);
    await expect(start(data)).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining('is full') as string
    });
    expect(await readFile(join(data, 'store.json'), 'utf8')).toBe(records);
    await rm(copy);
    await (await start(data)).dispose();
});

test('a start without what was to be built is refused in words', async () => {
    const parts = { ...installedParts, dashboardDirectory: join(directory, 'not-built') };
    await expect(startHub(configure(join(directory, 'unbuilt')), '1.2.3', logger, parts)).rejects.toMatchObject({
        code: 'configuration-invalid',
        message: expect.stringContaining('not-built/index.html') as string
    });
});
