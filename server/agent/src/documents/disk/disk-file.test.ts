import { closeSync, openSync, writeSync } from 'node:fs';
import { chmod, link, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.js';
import { DiskFile } from './disk-file.js';
import { hashOf } from './hash-of.js';
import { TemporaryFolder } from './temporary-folder.js';

async function setUp(directory: string) {
    const folder = join(directory, 'demo');
    await mkdir(folder);
    const path = join(folder, 'a.txt');
    await writeFile(path, 'one');
    const temporary = new TemporaryFolder(directory);
    const file = new DiskFile(path, temporary, 1000);
    const first = await file.look();
    if (first.kind !== 'changed') {
        throw new Error('The first look must read the file.');
    }
    file.know(first.hash, first.stamp);
    const replace = (
        text: string,
        expected: 'known' | 'nothing' | 'anything' = 'known',
        meanwhile?: () => Promise<void>
    ) =>
        file.replace(
            Buffer.from(text),
            hashOf(Buffer.from(text)),
            expected,
            async () => meanwhile?.(),
            async () => undefined
        );
    return { folder, path, temporary, file, replace };
}

test('DOC-34: a file that is not what it is known to be is not replaced, however late it changed', async () => {
    await using directory = await temporaryDirectory();
    const { path, file, replace, folder } = await setUp(directory.path);
    expect(await replace('two')).toBeDefined();
    expect((await file.look()).kind).toBe('same');
    // The same size, and within one step of the file system's clock.
    expect(await replace('mine', 'known', () => writeFile(path, 'TWO'))).toBeUndefined();
    expect(await readFile(path, 'utf8')).toBe('TWO');
    const look = await file.look();
    if (look.kind !== 'changed') {
        throw new Error('The change is not seen.');
    }
    file.know(look.hash, look.stamp);
    // Another file under the same name.
    await writeFile(join(folder, 'b.txt'), 'two');
    expect(await replace('mine', 'known', () => rename(join(folder, 'b.txt'), path))).toBeUndefined();
    expect(await replace('mine', 'nothing')).toBeUndefined();
    expect(await replace('mine', 'anything')).toBeDefined();
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['a.txt']);
});

test('DOC-34: what somebody writes into the file that was just replaced is seen', async () => {
    await using directory = await temporaryDirectory();
    const { path, replace } = await setUp(directory.path);
    const held = openSync(path, 'r+');
    const replaced = await replace('two');
    expect(replaced?.late()).toBeUndefined();
    await sleep(60);
    expect(replaced?.late()).toBeUndefined();
    writeSync(held, 'ONE');
    closeSync(held);
    expect(replaced?.late()?.toString()).toBe('ONE');
    expect(replaced?.late()).toBeUndefined();
    replaced?.close();
    expect(await readFile(path, 'utf8')).toBe('two');
});

test('DOC-31: links stay links, modes stay, and nothing is left beside the file', async () => {
    await using directory = await temporaryDirectory();
    const { path, folder, file, replace, temporary } = await setUp(directory.path);
    await chmod(path, 0o604);
    await replace('two');
    expect((await stat(path)).mode & 0o7777).toBe(0o604);
    await link(path, join(folder, 'other.txt'));
    await file.look();
    await replace('three');
    expect(await readFile(join(folder, 'other.txt'), 'utf8')).toBe('three');
    await rename(path, join(folder, 'real.txt'));
    await symlink('real.txt', path);
    await replace('4', 'anything');
    expect(await readFile(join(folder, 'real.txt'), 'utf8')).toBe('4');
    expect((await readdir(folder)).sort()).toEqual(['a.txt', 'other.txt', 'real.txt']);
    await temporary.remove();
    expect(await readdir(directory.path)).toEqual(['demo']);
});

test('DOC-37: what is no file, or too large, is not read', async () => {
    await using directory = await temporaryDirectory();
    const { path, file, replace } = await setUp(directory.path);
    await writeFile(path, 'x'.repeat(1001));
    expect(await file.look()).toMatchObject({
        kind: 'unreadable',
        reason: expect.stringMatching(/too large/) as string
    });
    await rename(path, `${path}.old`);
    expect(await file.look()).toEqual({ kind: 'missing' });
    await mkdir(path);
    expect(await file.look()).toMatchObject({ kind: 'unreadable' });
    expect(await replace('x', 'anything')).toBeUndefined();
});
