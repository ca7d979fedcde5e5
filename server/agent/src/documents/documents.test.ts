import { chmod, link, mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitFor } from '../testing/wait-for.js';
import { openFolder } from './testing/open-folder.js';
import { GRACE, TestReplica } from './testing/test-replica.js';

test('DOC-1: a document is the file at a real path below the folder', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    await mkdir(folder.path('sub'));
    await symlink('../a.txt', folder.path('sub/link.txt'));
    await symlink('/etc/hostname', folder.path('out.txt'));
    await writeFile(join(folder.root, 'outside.txt'), 'no');
    const one = await folder.documents.open('a.txt');
    const other = await folder.documents.open('sub/link.txt');
    const third = await folder.documents.open('sub/../a.txt');
    expect(other.document).toBe(one.document);
    expect(third.document).toBe(one.document);
    expect(other.document.metadata.path).toBe('a.txt');
    for (const [path, code] of [
        ['gone.txt', 'not-found'],
        ['', 'not-found'],
        ['out.txt', 'not-shareable'],
        ['../outside.txt', 'not-shareable'],
        ['sub', 'not-shareable']
    ]) {
        await expect(folder.documents.open(path ?? ''), path).rejects.toMatchObject({ code });
    }
});

test('DOC-3: what is too large or binary is refused with a sentence', async () => {
    await using folder = await openFolder();
    await folder.write('large.txt', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'));
    await folder.write('just.txt', Buffer.alloc(5 * 1024 * 1024, 'a'));
    await folder.write('binary', Buffer.from([1, 0, 2]));
    await expect(folder.documents.open('large.txt')).rejects.toThrow(/larger than 5 MB/);
    await expect(folder.documents.open('binary')).rejects.toThrow(/binary/);
    expect((await folder.documents.open('just.txt')).document.metadata.dirty).toBe(false);
});

test('DOC-30: what somebody types is written to the file by itself', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    const seen: boolean[] = [];
    ada.document.onMetadata(() => seen.push(ada.document.metadata.dirty));
    ada.type('two\n');
    await ada.acknowledged();
    expect(ada.document.metadata.dirty).toBe(true);
    await folder.becomes('a.txt', 'one\ntwo\n');
    await waitFor('the document to be clean', () => !ada.document.metadata.dirty);
    expect(seen).toEqual([true, false]);
});

test('DOC-30: without auto-save, text waits for a save', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'), undefined, false);
    ada.type('two\n');
    await ada.acknowledged();
    await folder.documents.flush();
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(await folder.contents('a.txt')).toBe('one\n');
    expect(ada.document.metadata.dirty).toBe(true);
    await ada.save();
    expect(await folder.contents('a.txt')).toBe('one\ntwo\n');
    expect(ada.document.metadata.dirty).toBe(false);
});

test('DOC-10: a history ends when nobody is left and the text is on disk, which happens at once', async () => {
    await using folder = await openFolder({ linger: 3000 });
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    const { epoch } = ada.document;
    ada.type('two\n');
    ada.leave();
    await waitFor('the flush', async () => (await folder.contents('a.txt')) === 'one\ntwo\n');
    const again = await folder.documents.open('a.txt');
    expect(again.document.epoch).toBe(epoch);
    again.dispose();
    await waitFor(
        'the journal to be gone',
        () => !readdirSync(folder.journals).some(name => name.endsWith('.journal'))
    );
    const grace = new TestReplica(await folder.documents.open('a.txt'), GRACE);
    expect(grace.document.epoch).not.toBe(epoch);
    expect(grace.document.endedEpoch(epoch)).toBeDefined();
    expect(grace.document.endedEpoch('another')).toBeUndefined();
    expect(grace.toString()).toBe('one\ntwo\n');
});

test('DOC-10: text that waits for a save is in the journal while nobody is there', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'), undefined, false);
    const { epoch } = ada.document;
    ada.type('two\n');
    await ada.acknowledged();
    ada.leave();
    await waitFor('the document to be let go of', () => [...folder.documents.loaded()].length === 0);
    expect(await folder.contents('a.txt')).toBe('one\n');
    const grace = new TestReplica(await folder.documents.open('a.txt'), GRACE);
    expect(grace.document.epoch).toBe(epoch);
    expect(grace.toString()).toBe('one\ntwo\n');
    expect(grace.document.metadata.dirty).toBe(true);
    await grace.save();
    expect(await folder.contents('a.txt')).toBe('one\ntwo\n');
});

test('DOC-20: journals are readable by the user alone', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    ada.type('x');
    await ada.acknowledged();
    const [name = ''] = await readdir(folder.journals);
    expect((await stat(join(folder.journals, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder.journals)).mode & 0o777).toBe(0o700);
});

test('DOC-24: while journals cannot be written nothing is acknowledged, files are, and all is well once they can', async () => {
    await using folder = await openFolder({ linger: 30_000 });
    await folder.write('a.txt', 'one\n');
    // A file where the directory of journals is to be.
    await folder.documents.whenRecovered;
    await writeFile(folder.journals, '');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    let acknowledged = false;
    ada.type('two\n');
    void ada.acknowledged().then(() => (acknowledged = true));
    await waitFor('the problem', () => ada.document.metadata.problem?.includes('not safe yet'));
    await folder.becomes('a.txt', 'one\ntwo\n');
    ada.type('three\n');
    await ada.save();
    expect(await folder.contents('a.txt')).toBe('one\ntwo\nthree\n');
    expect(acknowledged).toBe(false);
    await rm(folder.journals);
    await waitFor('the acknowledgement', () => acknowledged);
    expect(ada.document.metadata.problem).toBeUndefined();
    expect(readdirSync(folder.journals)).toHaveLength(1);
});

test('DOC-31: a file is replaced whole and keeps its mode; one with several links is written in place', async () => {
    await using folder = await openFolder();
    await folder.write('run.sh', 'echo\n');
    await chmod(folder.path('run.sh'), 0o750);
    await folder.write('one.txt', 'one\n');
    await link(folder.path('one.txt'), folder.path('two.txt'));
    const script = new TestReplica(await folder.documents.open('run.sh'));
    const before = await stat(folder.path('run.sh'));
    script.type('more\n');
    await script.save();
    const after = await stat(folder.path('run.sh'));
    expect(after.ino).not.toBe(before.ino);
    expect(after.mode).toBe(before.mode);
    const linked = new TestReplica(await folder.documents.open('one.txt'));
    linked.type('more\n');
    await linked.save();
    expect(await folder.contents('two.txt')).toBe('one\nmore\n');
    expect((await stat(folder.path('two.txt'))).nlink).toBe(2);
    expect((await readdir(folder.folder)).sort()).toEqual(['one.txt', 'run.sh', 'two.txt']);
});

test('DOC-32: a save that cannot be written is refused with a sentence, and the text stays', async () => {
    await using folder = await openFolder();
    await folder.write('latin.txt', Buffer.from([0xfc, 0x0a]));
    const ada = new TestReplica(await folder.documents.open('latin.txt'));
    expect(ada.document.metadata.encoding).toBe('windows1252');
    ada.type('→');
    await expect(ada.save()).rejects.toThrow(/windows1252 of this file has no “→”/);
    expect(ada.document.metadata).toMatchObject({ dirty: true, problem: expect.stringMatching(/→/) as string });
    await ada.document.changeFormat({ encoding: 'utf8' });
    expect(await folder.contents('latin.txt')).toBe('ü\n→');
    expect(ada.document.metadata).toEqual({
        path: 'latin.txt',
        encoding: 'utf8',
        lineEnd: 'lf',
        dirty: false,
        onDisk: true
    });
});

test('DOC-33: a change on disk is merged into what people have typed since', async () => {
    await using folder = await openFolder({ timings: { quiet: 100_000, most: 100_000, settle: 40 } });
    await folder.write('a.txt', 'line1\nline2\nline3\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    ada.type('EDIT ', 'line1');
    await folder.write('a.txt', 'line1\nDISK2\nline3\n');
    await ada.becomes('EDIT line1\nDISK2\nline3\n');
    ada.type('tail\n');
    await folder.write('a.txt', 'line1\nDISK2\nline3\nfoot\n');
    await waitFor('the second change', () => ada.toString().includes('foot'));
    await ada.save();
    expect(await folder.contents('a.txt')).toBe(ada.toString());
    expect(ada.toString().split('\n').sort()).toEqual(['', 'DISK2', 'EDIT line1', 'foot', 'line3', 'tail']);
});

test('DOC-33: what an editor writes by itself, text of people included, does not come twice', async () => {
    await using folder = await openFolder({ timings: { quiet: 300, most: 2000, settle: 40 } });
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    ada.type('two\n');
    await folder.write('a.txt', 'one\ntwo\n');
    await new Promise(resolve => setTimeout(resolve, 200));
    ada.type('three\n');
    await folder.write('a.txt', '// formatted\none\ntwo\nthree\n');
    await folder.becomes('a.txt', '// formatted\none\ntwo\nthree\n');
    await ada.becomes('// formatted\none\ntwo\nthree\n');
    await waitFor('the document to be clean', () => !ada.document.metadata.dirty);
    expect(ada.toString()).toBe('// formatted\none\ntwo\nthree\n');
});

test('DOC-34: a flush merges what it finds on disk before it replaces the file', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\ntwo\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    await folder.write('a.txt', 'ONE\ntwo\n');
    ada.type('three\n');
    await ada.save();
    expect(await folder.contents('a.txt')).toBe('ONE\ntwo\nthree\n');
    expect(ada.toString()).toBe('ONE\ntwo\nthree\n');
});

test('DOC-35: a file that is deleted is made again by a save alone, and one that comes back is merged', async () => {
    await using folder = await openFolder({ poll: 100 });
    await mkdir(folder.path('sub'));
    await folder.write('sub/a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('sub/a.txt'));
    await rm(folder.path('sub'), { recursive: true });
    await waitFor('the document to know', () => !ada.document.metadata.onDisk);
    ada.type('two\n');
    await folder.documents.flush();
    await expect(folder.contents('sub/a.txt')).rejects.toThrow('ENOENT');
    await ada.save();
    expect(await folder.contents('sub/a.txt')).toBe('one\ntwo\n');
    expect(ada.document.metadata).toMatchObject({ onDisk: true, dirty: false });
    await rm(folder.path('sub/a.txt'));
    await waitFor('the document to know', () => !ada.document.metadata.onDisk);
    ada.type('three\n');
    await folder.write('sub/a.txt', 'ONE\ntwo\n');
    await folder.becomes('sub/a.txt', 'ONE\ntwo\nthree\n');
});

test('DOC-36: a document goes along with its file, whoever moves it', async () => {
    await using folder = await openFolder();
    await mkdir(folder.path('old'));
    await mkdir(folder.path('other'));
    await folder.write('old/a.txt', 'one\n');
    await folder.write('old/b.txt', 'b\n');
    await folder.write('other/c.txt', 'c\n');
    const ada = new TestReplica(await folder.documents.open('old/a.txt'));
    const beside = await folder.documents.open('other/c.txt');
    ada.type('two\n');
    await rename(folder.path('old'), folder.path('new'));
    await folder.documents.renamed('old', 'new');
    expect(ada.document.metadata).toMatchObject({ path: 'new/a.txt', onDisk: true });
    await folder.becomes('new/a.txt', 'one\ntwo\n');
    expect((await folder.documents.open('new/a.txt')).document).toBe(ada.document);
    // Moved by a terminal, into a folder that is watched because of another document.
    await waitFor('the document to be clean', () => !ada.document.metadata.dirty);
    await rename(folder.path('new/a.txt'), folder.path('other/moved.txt'));
    await waitFor('the document to follow', () => ada.document.metadata.path === 'other/moved.txt');
    ada.type('three\n');
    await folder.becomes('other/moved.txt', 'one\ntwo\nthree\n');
    // Over the file of another document.
    const ended = new Promise(resolve => beside.document.onEnd(({ reason }) => resolve(reason)));
    await rename(folder.path('other/moved.txt'), folder.path('other/c.txt'));
    await folder.documents.renamed('other/moved.txt', 'other/c.txt');
    expect(await ended).toBe('removed');
    expect((await folder.documents.open('other/c.txt')).document).toBe(ada.document);
    // Opened at its new path before anything has told of the move.
    ada.type('four\n');
    await rename(folder.path('other/c.txt'), folder.path('new/e.txt'));
    expect((await folder.documents.open('new/e.txt')).document).toBe(ada.document);
    await folder.becomes('new/e.txt', 'one\ntwo\nthree\nfour\n');
    await rename(folder.path('new/e.txt'), folder.path('other/c.txt'));
    await folder.documents.renamed('new/e.txt', 'other/c.txt');
    // A rename that did not happen.
    await folder.documents.renamed('other/c.txt', 'other/d.txt');
    expect(ada.document.metadata.path).toBe('other/c.txt');
});

test('DOC-36: also a file that is moved while the agent is away takes its document along', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'), undefined, false);
    ada.type('two\n');
    await ada.acknowledged();
    const { epoch } = ada.document;
    await folder.documents.dispose();
    await rename(folder.path('a.txt'), folder.path('b.txt'));
    const documents = folder.start({ linger: 30_000 });
    await documents.whenRecovered;
    const grace = new TestReplica(await documents.open('b.txt'), GRACE);
    expect(grace.document.epoch).toBe(epoch);
    expect(grace.toString()).toBe('one\ntwo\n');
    expect(grace.document.metadata).toMatchObject({ path: 'b.txt', onDisk: true, dirty: true });
});

test('DOC-37: a file that turns binary keeps its document, until somebody saves over it', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    await folder.write('a.txt', Buffer.from([1, 0, 2]));
    await waitFor('the problem', () => ada.document.metadata.problem?.includes('binary'));
    ada.type('two\n');
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(await folder.contents('a.txt')).toBe('\u0001\0\u0002');
    await ada.save();
    expect(await folder.contents('a.txt')).toBe('one\ntwo\n');
    expect(ada.document.metadata.problem).toBeUndefined();
});

test('DOC-38: a revert makes the text that of the disk, for everybody', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'), undefined, false);
    const grace = new TestReplica(await folder.documents.open('a.txt'), GRACE);
    ada.type('two\n');
    await ada.document.revert();
    expect([ada.toString(), grace.toString()]).toEqual(['one\n', 'one\n']);
    expect(ada.document.metadata.dirty).toBe(false);
    // What is typed while the disk is looked at is not meant.
    ada.type('three\n');
    await folder.write('a.txt', 'ONE\n');
    const reverted = ada.document.revert();
    grace.type('four\n');
    await reverted;
    expect([ada.toString(), grace.toString()]).toEqual(['ONE\nfour\n', 'ONE\nfour\n']);
    await folder.becomes('a.txt', 'ONE\nfour\n');
    await rm(folder.path('a.txt'));
    await expect(ada.document.revert()).rejects.toThrow(/not on disk any more/);
});

test('DOC-2 DOC-5: line ends and encoding of a file are kept, and changed when somebody says so', async () => {
    await using folder = await openFolder();
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a\r\nb\r\n', 'utf16le')]);
    await folder.write('a.txt', bytes);
    await folder.write('mixed.txt', 'a\r\nb\nc\r\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    expect(ada.document.metadata).toMatchObject({ encoding: 'utf16le', lineEnd: 'crlf' });
    expect(ada.toString()).toBe('a\nb\n');
    ada.type('c\n');
    await ada.save();
    expect(await folder.contents('a.txt')).toBe(Buffer.concat([bytes, Buffer.from('c\r\n', 'utf16le')]).toString());
    await ada.document.changeFormat({ lineEnd: 'lf', encoding: 'utf8' });
    expect(await folder.contents('a.txt')).toBe('a\nb\nc\n');
    const mixed = new TestReplica(await folder.documents.open('mixed.txt'));
    mixed.type('x');
    mixed.remove('x');
    await mixed.save();
    expect(await folder.contents('mixed.txt')).toBe('a\r\nb\nc\r\n');
    mixed.type('x\r\ny');
    await mixed.save();
    expect(await folder.contents('mixed.txt')).toBe('a\r\nb\r\nc\r\nx\r\ny');
    expect(mixed.toString()).toBe('a\nb\nc\nx\ny');
    // Told how it is meant, a file is read anew.
    await folder.write('russian.txt', Buffer.from([0xef, 0xf0, 0xe8]));
    const russian = new TestReplica(await folder.documents.open('russian.txt'));
    expect(russian.toString()).toBe('ïðè');
    await russian.document.changeFormat({ encoding: 'windows1251', reopen: true });
    expect(russian.toString()).toBe('при');
    expect(russian.document.metadata).toMatchObject({ encoding: 'windows1251', dirty: false });
});

test('DOC-33: a change that keeps size and time of the file is noticed', async () => {
    await using folder = await openFolder();
    await folder.write('a.txt', 'one\n');
    const ada = new TestReplica(await folder.documents.open('a.txt'));
    ada.type('two\n');
    await ada.save();
    const { atime, mtime } = await stat(folder.path('a.txt'));
    await folder.write('a.txt', 'one\nTWO\n');
    await utimes(folder.path('a.txt'), atime, mtime);
    await ada.becomes('one\nTWO\n');
});
