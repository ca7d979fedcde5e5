import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Progress } from '@longtable/common';
import { bigFile, startGitServer, type GitServer } from '@longtable/e2e/git-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { prepareFolder, type FolderOptions } from './prepare-folder.js';

let server: GitServer;
let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let root: string;
let home: string;

beforeAll(async () => {
    server = await startGitServer();
});
afterAll(() => server.dispose());
beforeEach(async () => {
    place = await temporaryDirectory();
    [root, home] = [join(place.path, 'root'), join(place.path, 'home')];
    await Promise.all([mkdir(root), mkdir(home)]);
});
afterEach(() => place[Symbol.asyncDispose]());

function prepare(repository?: { url: string; ref?: string }, more: Partial<FolderOptions> = {}) {
    return prepareFolder({
        root,
        folder: 'demo',
        repository,
        home,
        clock: systemClock,
        signal: new AbortController().signal,
        stallMilliseconds: 30_000,
        report: () => undefined,
        ...more
    });
}

async function git(...args: string[]): Promise<string> {
    return (await promisify(execFile)('git', args, { cwd: join(root, 'demo') })).stdout.trim();
}

/** What has to be left of a clone that failed: nothing at all. */
async function expectNothingMade(): Promise<void> {
    expect(await readdir(root)).toEqual([]);
}

describe('a repository that can be cloned', () => {
    test('CLONE-1: its files and its history are there, and nothing else', async () => {
        const { url, commit } = await server.addRepository('plain', { 'src/a.ts': 'let a;\n', 'b c.txt': 'b' });
        expect(await prepare({ url })).toEqual({ kind: 'cloned', notes: [] });
        expect(await readdir(root)).toEqual(['demo']);
        expect(await readFile(join(root, 'demo/src/a.ts'), 'utf8')).toBe('let a;\n');
        expect(await git('rev-parse', 'HEAD')).toBe(commit);
        expect(await git('status', '--porcelain', '--branch')).toBe('## main...origin/main');
    });

    test('CLONE-4: progress is told in parts of the whole and never goes back', async () => {
        const { url } = await server.addRepository('big', { 'big.bin': bigFile(8) }, { fault: 'slow' });
        const seen: Progress[] = [];
        await prepare({ url }, { report: progress => seen.push(progress) });
        const percents = seen.map(({ percent }) => percent ?? -1);
        expect(percents).toEqual(percents.toSorted((a, b) => a - b));
        expect(seen.some(({ message }) => message.startsWith('Receiving files: '))).toBe(true);
        expect(percents.at(-1)).toBeGreaterThanOrEqual(75);
    });

    test('CLONE-2: a folder that exists is left as it is', async () => {
        const { url } = await server.addRepository('unused', { 'a.txt': 'from the repository' });
        await mkdir(join(root, 'demo'));
        await writeFile(join(root, 'demo/mine.txt'), 'mine');
        expect(await prepare({ url })).toEqual({ kind: 'kept', notes: [] });
        expect(await readdir(join(root, 'demo'))).toEqual(['mine.txt']);
    });

    test('CLONE-3: remains of a clone that was killed are removed', async () => {
        const { url } = await server.addRepository('again', { 'a.txt': 'a' });
        await mkdir(join(root, '.longtable-clone-abc123/demo'), { recursive: true });
        await prepare({ url });
        expect(await readdir(root)).toEqual(['demo']);
    });

    test('CLONE-5: without a repository the folder is an empty repository on main', async () => {
        expect(await prepare()).toEqual({ kind: 'empty', notes: [] });
        expect(await git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
        expect(await readdir(join(root, 'demo'))).toEqual(['.git']);
    });

    test('CLONE-6: an empty repository is fine, and the person is told', async () => {
        const { url } = await server.addRepository('empty', {});
        expect(await prepare({ url })).toEqual({ kind: 'cloned', notes: ['The repository is empty.'] });
        expect(await git('remote', 'get-url', 'origin')).toBe(url);
    });

    test('CLONE-6: a default branch that does not exist is replaced by one that does', async () => {
        const { url } = await server.addRepository('headless', { 'a.txt': 'a' }, { head: 'trunk' });
        const { notes } = await prepare({ url });
        expect(notes.join()).toContain('“main” was checked out');
        expect(await readFile(join(root, 'demo/a.txt'), 'utf8')).toBe('a');
    });

    test('CLONE-10: the login in an address is used and not kept', async () => {
        const login = { user: 'ada', password: 's3cret' };
        const { url } = await server.addRepository('private-ok', { 'a.txt': 'a' }, { login });
        const { notes } = await prepare({ url: url.replace('://', '://ada:s3cret@') });
        expect(await git('remote', 'get-url', 'origin')).toBe(url);
        expect(notes.join()).not.toContain('s3cret');
        // grep ends with 1 when it finds nothing.
        await expect(promisify(execFile)('grep', ['-r', 's3cret', '.'], { cwd: root })).rejects.toMatchObject({
            code: 1
        });
    });

    test('CLONE-7: submodules come along; one that cannot is told and does no harm', async () => {
        const part = await server.addRepository('part', { 'part.txt': 'part' });
        const gitmodules = [
            ['part', part.url],
            ['lost', `${server.url}/no-such-part`]
        ].map(([name, url]) => `[submodule "${name}"]\n\tpath = ${name}\n\turl = ${url}\n`);
        const whole = await server.addRepository('whole', { '.gitmodules': gitmodules.join(''), 'a.txt': 'a' });
        const work = join(place.path, 'work');
        const run = promisify(execFile);
        await run('git', ['clone', '--quiet', whole.url, work]);
        const entries = ['part', 'lost'].flatMap(name => ['--cacheinfo', `160000,${part.commit},${name}`]);
        await run('git', ['update-index', '--add', ...entries], { cwd: work });
        await run('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '-m', 'parts'], {
            cwd: work
        });
        await run('git', ['push', '--quiet'], { cwd: work });

        const { kind, notes } = await prepare({ url: whole.url });
        expect(kind).toBe('cloned');
        expect(notes.join()).toContain('Not every submodule could be fetched');
        expect(await readFile(join(root, 'demo/a.txt'), 'utf8')).toBe('a');
    });
});

describe('a ref', () => {
    let url: string;
    let commit: string;
    beforeAll(async () => {
        const branches = { 'feature/one': { 'one.txt': '1' } };
        ({ url, commit } = await server.addRepository('refs', { 'a.txt': 'a' }, { branches, tags: ['v1'] }));
    });

    test('CLONE-11: a branch is checked out with its upstream', async () => {
        await prepare({ url, ref: 'feature/one' });
        expect(await git('status', '--porcelain', '--branch')).toBe('## feature/one...origin/feature/one');
        expect(await readdir(join(root, 'demo'))).toContain('one.txt');
    });

    test('CLONE-11: a tag', async () => {
        await prepare({ url, ref: 'v1' });
        expect(await git('describe', '--tags')).toBe('v1');
    });

    test('CLONE-11: a commit, whole or shortened', async () => {
        await prepare({ url, ref: commit.slice(0, 10) });
        expect(await git('rev-parse', 'HEAD')).toBe(commit);
    });

    test('CLONE-11: a commit that no branch leads to is asked for by its id', async () => {
        const { stdout } = await promisify(execFile)(
            'git',
            ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit-tree', `${commit}^{tree}`, '-m', 'alone'],
            { cwd: join(server.dir, 'refs') }
        );
        const alone = stdout.trim();
        await prepare({ url, ref: alone });
        expect(await git('rev-parse', 'HEAD')).toBe(alone);
    });

    test('CLONE-8: one that does not exist', async () => {
        await expect(prepare({ url, ref: 'nowhere' })).rejects.toThrow('no branch, tag or commit named “nowhere”');
        await expectNothingMade();
    });
});

describe('a repository that cannot be cloned', () => {
    beforeAll(() => server.addRepository('page', {}, { fault: 'page' }));

    test.each([
        ['that does not exist', () => `${server.url}/missing`, 'does not exist, or is private'],
        ['on a host that is none', () => 'http://nowhere.invalid/a.git', 'no server with the name nowhere.invalid'],
        ['on a port where nobody listens', () => 'http://127.0.0.1:9/a.git', 'cannot be reached'],
        ['that is a web page', () => `${server.url}/page`, 'There is no git repository'],
        ['that is a directory of this machine', () => `${server.dir}/plain`, 'only addresses with https'],
        ['by file:', () => `file://${server.dir}/plain`, 'only addresses with https'],
        ['by a helper that runs commands', () => 'ext::touch /tmp/pwned', 'only addresses with https'],
        ['that looks like an option', () => '--upload-pack=touch /tmp/pwned', 'could not be cloned']
    ])('CLONE-8: one %s', async (_what, url, message) => {
        await expect(prepare({ url: url() })).rejects.toMatchObject({
            code: 'clone-failed',
            message: expect.stringContaining(message) as string
        });
        await expectNothingMade();
    });

    test('CLONE-8: one that needs a login does not hang and does not ask', async () => {
        const login = { user: 'ada', password: 's3cret' };
        const { url } = await server.addRepository('private', { 'a.txt': 'a' }, { login });
        await expect(prepare({ url })).rejects.toThrow('needs a login');
        const wrong = prepare({ url: url.replace('://', '://ada:wr0ng@') });
        await expect(wrong).rejects.toThrow(/^(?!.*wr0ng).*needs a login/);
        await expectNothingMade();
    });

    test('CLONE-8: a connection that breaks off', async () => {
        const { url } = await server.addRepository('cut', { 'big.bin': bigFile(2) }, { fault: 'cut' });
        await expect(prepare({ url })).rejects.toThrow('was interrupted');
        await expectNothingMade();
    });

    test('CLONE-12: a server that says nothing is given up', async () => {
        const { url } = await server.addRepository('hanging', { 'a.txt': 'a' }, { fault: 'hang' });
        await expect(prepare({ url }, { stallMilliseconds: 500 })).rejects.toThrow('Nothing came from 127.0.0.1');
        await expectNothingMade();
    });

    test('CLONE-13: an abort ends git at once and leaves nothing', async () => {
        const { url } = await server.addRepository('hanging-too', { 'a.txt': 'a' }, { fault: 'hang' });
        const stop = new AbortController();
        const cloning = prepare({ url }, { signal: stop.signal });
        setTimeout(() => stop.abort(new Error('stopped')), 300);
        await expect(cloning).rejects.toThrow('stopped');
        await expectNothingMade();
    });

    test.each(['', '.', '..', '../out', 'a/b', 'a\0b'])('CLONE-14: the folder name %j is refused', async folder => {
        await expect(prepare(undefined, { folder })).rejects.toThrow('not a single name');
        expect(await readdir(place.path)).toEqual(['home', 'root']);
        await expectNothingMade();
    });
});
