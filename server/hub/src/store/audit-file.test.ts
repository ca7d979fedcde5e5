import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditFile } from './audit-file.js';
import { auditOf, workspaceId } from './store-contract.js';

const workspace = workspaceId('engine01');
let directory: string;
let path: string;

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'audit-'));
    path = join(directory, 'audit.jsonl');
});

afterEach(async () => {
    await rm(directory, { recursive: true });
});

const details = async (file: AuditFile) => (await file.list(workspace, 100)).map(entry => entry.detail);

test('an entry is in the file when it is acknowledged, and the file is for the hub’s user only', async () => {
    const file = await AuditFile.open(path);
    await file.append(auditOf('engine01', 'first'));
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(auditOf('engine01', 'first'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await file.close();
});

test('a last line that was cut short is taken away, and what comes next is whole', async () => {
    const whole = JSON.stringify(auditOf('engine01', 'first'));
    for (const torn of ['{', whole.slice(0, -1), whole, ' '.repeat(200_000)]) {
        await writeFile(path, `${whole}\n${torn}`);
        const file = await AuditFile.open(path);
        expect(await details(file)).toEqual(['first']);
        await file.append(auditOf('engine01', 'second'));
        await file.close();
        const again = await AuditFile.open(path);
        expect(await details(again)).toEqual(['second', 'first']);
        await again.close();
    }
});

test('a file that is nothing but a torn line is empty', async () => {
    await writeFile(path, '{"at":');
    const file = await AuditFile.open(path);
    expect(await details(file)).toEqual([]);
    await file.append(auditOf('engine01', 'first'));
    expect(await details(file)).toEqual(['first']);
    await file.close();
});

test('a line that nobody can read is passed over, and those around it are not', async () => {
    const line = (detail: string) => `${JSON.stringify(auditOf('engine01', detail))}\n`;
    await writeFile(path, `${line('first')}{"workspaceId":"engine01"}\n\0\0engine01\n\n${line('second')}`);
    const file = await AuditFile.open(path);
    expect(await details(file)).toEqual(['second', 'first']);
    await file.close();
});
