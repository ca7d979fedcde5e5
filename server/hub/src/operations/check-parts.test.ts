import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkParts } from './check-parts.js';

let directory: string;
const files = ['dashboard/index.html', 'workbench/build.json', 'agent/agent.mjs', 'ide/lib/backend/main.js'];
const parts = () => ({
    dashboardDirectory: join(directory, 'dashboard'),
    workbenchDirectory: join(directory, 'workbench'),
    sandboxParts: {
        node: process.execPath,
        agent: join(directory, 'agent'),
        ide: join(directory, 'ide'),
        plugins: join(directory, 'plugins')
    }
});

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'parts-'));
    await mkdir(join(directory, 'plugins'));
    for (const file of files) {
        await mkdir(dirname(join(directory, file)), { recursive: true });
        await writeFile(join(directory, file), '');
    }
});

afterEach(async () => {
    await rm(directory, { recursive: true });
});

test('a build that is complete is taken', async () => {
    await expect(checkParts(parts())).resolves.toBeUndefined();
});

test.each([...files, 'plugins'])('one without %s is refused in words', async missing => {
    await rm(join(directory, missing), { recursive: true });
    await expect(checkParts(parts())).rejects.toMatchObject({
        code: 'configuration-invalid',
        message: expect.stringMatching(new RegExp(`${missing}[^]*npm run build`)) as string
    });
});

test('all that is missing is said at once', async () => {
    await rm(join(directory, 'dashboard'), { recursive: true });
    await rm(join(directory, 'plugins'), { recursive: true });
    await expect(checkParts(parts())).rejects.toThrow(/index\.html, [^]*plugins/);
});
