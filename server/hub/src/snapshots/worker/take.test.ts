import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ContentFixture } from '../testing/content-fixture.js';
import { walkTree } from '../tree/tree-object.js';
import { runJob } from './run-job.js';

let fixture: ContentFixture;
let folder: string;

beforeEach(async () => {
    fixture = await ContentFixture.create();
    folder = fixture.path('project');
    await mkdir(folder);
});
afterEach(() => fixture.dispose());

/** What `find` says about everything below a folder, with the hash of each file. */
function listing(name: string): Promise<string> {
    return fixture.shell(
        `cd ${name} && find . -printf '%P|%y|%m|%s|%l|%Ts\\n' | sed -E 's/^([^|]*\\|d\\|[0-7]+)\\|[0-9]+/\\1/' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum`
    );
}

test('SNAP-1: a folder comes back as it was: names, modes, times, links, hard links, empty folders', async () => {
    await fixture.shell(`cd project
        mkdir -p src/deep/er empty 'with space' .hidden && echo text > src/a && echo deep > src/deep/er/b
        printf 'bytes' > $'latin-\\xe9\\xff' && printf 'lines' > $'line\\nbreak' && echo ü > 'über.txt'
        ln -s ../outside dangling && ln -s src/a link && ln -s $'to-\\xe9' odd-link
        echo same > one && ln one src/two && truncate -s 3M src/holes && printf end >> src/holes
        head -c 3500000 /dev/urandom > large && : > nothing && head -c 1048576 /dev/urandom > exactly
        chmod 600 src/a && chmod 755 one && chmod 500 'with space' && chmod 640 large
        touch -d '2001-02-03 04:05:06' src/a && touch -h -d '2002-03-04 05:06:07' link && touch -d '2003-01-01' empty`);
    const manifest = await fixture.take('a', folder);
    expect(manifest.files).toBe(11);
    await fixture.restore('a', fixture.path('copy'));
    expect(await listing('copy')).toBe(await listing('project'));
    expect((await stat(fixture.path('copy/one'))).ino).toBe((await stat(fixture.path('copy/src/two'))).ino);
    // The hole takes no room.
    expect((await stat(fixture.path('copy/src/holes'))).blocks).toBeLessThan(1000);
});

test('SNAP-1: pipes and sockets are left out, and nobody waits for them', async () => {
    await fixture.shell(`cd project && mkfifo pipe && echo text > file`);
    expect((await fixture.take('a', folder)).files).toBe(1);
    await fixture.restore('a', fixture.path('copy'));
    expect(await fixture.shell('ls copy')).toBe('file\n');
});

test('SNAP-1: a repository comes back with its history, index and uncommitted changes', async () => {
    await fixture.shell(`cd project && git init -q && git config user.email a@example.org && git config user.name A
        echo one > file && git add . && git commit -qm one && echo two > file && git add . && echo three > file && echo new > untracked`);
    const before = await fixture.shell('cd project && git status --porcelain && git log --format=%H%s && git fsck');
    await fixture.take('a', folder);
    await fixture.restore('a', fixture.path('copy'));
    expect(await fixture.shell('cd copy && git status --porcelain && git log --format=%H%s && git fsck')).toBe(before);
});

test('SNAP-3: credentials in a repository are taken out, the rest of it stays', async () => {
    await fixture.shell(`cd project && git init -q && git remote add origin https://ada:s3cret@git.example.org/app.git
        git remote add other https://t0ken@git.example.org/app.git && git remote add ssh ssh://git@git.example.org/app.git
        git config http.https://git.example.org/.extraheader 'AUTHORIZATION: basic c2VjcmV0'
        echo 'abc branch of https://ada:s3cret@git.example.org/app' > .git/FETCH_HEAD
        mkdir -p .git/logs .git/modules/sub && echo 'x clone: from https://ada:s3cret@git.example.org/app' > .git/logs/HEAD
        printf '[remote "origin"]\\n\\turl = https://ada:s3cret@git.example.org/sub\\n' > .git/modules/sub/config
        echo https://ada:s3cret@git.example.org > .git-credentials`);
    await fixture.take('a', folder);
    await fixture.restore('a', fixture.path('copy'));
    expect(await fixture.shell('cd copy && (grep -rE "s3cret|t0ken|c2Vj" . || true)')).toBe('');
    expect(await fixture.shell('cd copy && git remote -v | grep fetch | cut -f2')).toBe(
        'https://git.example.org/app.git (fetch)\nhttps://git.example.org/app.git (fetch)\nssh://git@git.example.org/app.git (fetch)\n'
    );
    expect(await readFile(join(folder, '.git/config'), 'utf8')).toContain('s3cret');
});

test('SNAP-4: what is named is left out, by path, by name, and by part of a name', async () => {
    await fixture.shell(`cd project && mkdir -p node_modules/x config/node_modules a && touch node_modules/x/y config/node_modules/z
        echo 1 > .env; echo 2 > config/.env; echo 3 > a/one.pem; echo 4 > a/keep.txt`);
    await fixture.take('a', folder, { exclude: ['/.env', 'node_modules/', '*.pem'] });
    await fixture.restore('a', fixture.path('copy'));
    expect(await fixture.shell('cd copy && find . -type f | sort')).toBe('./a/keep.txt\n./config/.env\n');
});

test('SNAP-4: files that look like secrets are found by name and by content, and nothing else', async () => {
    await fixture.shell(`cd project && mkdir -p node_modules/x deploy .git
        echo 1 > .env; echo 1 > .env.production; echo 1 > .env.example; echo 1 > deploy/id_ed25519; echo text > readme.md
        printf '%s\\n' '-----BEGIN OPENSSH PRIVATE KEY-----' > deploy/notes.txt
        printf 'token = "%s"\\n' ghp_0123456789abcdefghijklmnopqrstuvwxyz > deploy/settings.py
        echo 'postgres://app:hunter22@db.example.org/app' > deploy/url; echo 'https://example.org/a:b' > deploy/harmless
        echo 1 > node_modules/x/.env; echo 1 > .git/credentials`);
    const found = await runJob(fixture.worker, { type: 'secrets', folder, exclude: ['/.env.production'] });
    expect(found.files.map(({ path }) => path)).toEqual([
        '.env',
        'deploy/id_ed25519',
        'deploy/notes.txt',
        'deploy/settings.py',
        'deploy/url'
    ]);
    expect(found.truncated).toBe(false);
});

test('SNAP-6, SNAP-10: the second one reads and adds what changed only', async () => {
    await fixture.shell(`cd project && for i in $(seq 300); do mkdir -p d$i; head -c 20000 /dev/urandom > d$i/f; done`);
    const first = await fixture.take('a', folder);
    expect(first.addedBytes).toBeGreaterThan(6_000_000);
    await fixture.shell('cd project && echo changed > d7/f');
    const second = await fixture.take('b', folder);
    expect(second.addedBytes).toBeLessThan(20_000);
    expect(second.files).toBe(300);
    await fixture.restore('b', fixture.path('copy'));
    expect(await listing('copy')).toBe(await listing('project'));
});

test('SNAP-6: a change that keeps size and modification time is seen', async () => {
    await fixture.shell(`cd project && echo aaaa > file && touch -d '2020-01-01' file`);
    await fixture.take('a', folder);
    await fixture.shell(`cd project && echo bbbb > file && touch -d '2020-01-01' file`);
    await fixture.take('b', folder);
    await fixture.restore('b', fixture.path('copy'));
    expect(await fixture.shell('cat copy/file')).toBe('bbbb\n');
});

test('SNAP-9: no link is followed, also not one that takes the place of a folder meanwhile', async () => {
    await fixture.shell(`mkdir secret && echo hidden > secret/file && cd project && mkdir -p real/sub && echo open > real/file
        for i in $(seq 400); do mkdir -p many/$i; echo $i > many/$i/f; done; ln -s ../secret decoy`);
    const swap = spawn(
        process.execPath,
        [
            '-e',
            "for (;;) for (const [a, b] of [['real', 'x'], ['decoy', 'real'], ['real', 'decoy'], ['x', 'real']]) fs.renameSync(a, b)"
        ],
        { cwd: folder }
    );
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
        await fixture.take(id, folder);
        await fixture.restore(id, fixture.path(id));
        expect(await fixture.shell(`find ${id} -type f -exec grep -l hidden {} + || true`)).toBe('');
    }
    expect(swap.exitCode).toBe(null);
    swap.kill('SIGKILL');
});

const damages: readonly (readonly [what: string, command: string, heals: boolean])[] = [
    ['a flipped byte', 'flip() { printf "\\x00" | dd of=$1 bs=1 seek=$2 conv=notrunc; }; flip $pack 300000', true],
    ['a pack that was cut short', 'truncate -s 500000 $pack', true],
    ['a pack without its end', 'truncate -s -20 $pack', true],
    ['an empty pack', ': > $pack', true],
    ['a pack that is gone', 'rm $pack', true],
    [
        'an index that is no index',
        'size=$(stat -c %s $pack); dd if=/dev/zero of=$pack bs=1 seek=$((size-60)) count=10 conv=notrunc',
        true
    ],
    ['a manifest with another letter in it', 'sed -i \'s/"files":/"filez":/\' store/manifests/a.json', false],
    ['a manifest that was cut short', 'truncate -s 40 store/manifests/a.json', false],
    ['an empty manifest', ': > store/manifests/a.json', false],
    ['a manifest that is no text', 'head -c 300 /dev/urandom > store/manifests/a.json', false]
];
test.each(damages)(
    'SNAP-11, SNAP-35: %s is a sentence, others stay whole, and the next snapshot heals',
    async (_, damage, heals) => {
        await fixture.shell(
            'mkdir other && head -c 900000 /dev/urandom > other/file && cd project && head -c 900000 /dev/urandom > file'
        );
        await fixture.take('a', folder);
        const pack = (await fixture.shell('ls store/packs/*.pack')).trim();
        await fixture.take('b', fixture.path('other'), { known: fixture.path('known-of-other') });
        await fixture.shell(`pack=${pack}; ${damage} 2> errors`);
        await expect(fixture.restore('a', fixture.path('copy'))).rejects.toMatchObject({
            code: 'snapshot-damaged',
            message: expect.stringContaining('is damaged') as string
        });
        await fixture.restore('b', fixture.path('copy-of-other'));
        expect(await listing('copy-of-other')).toBe(await listing('other'));
        const before = await fixture.storedBytes();
        expect(await fixture.content.collect(new Set(['a', 'b']), walkTree)).toMatchObject({ removedBytes: 0 });
        expect(await fixture.storedBytes()).toBe(before);
        await fixture.take('c', folder);
        await fixture.restore('c', fixture.path('copy-of-next'));
        expect(await listing('copy-of-next')).toBe(await listing('project'));
        if (heals) {
            await fixture.restore('a', fixture.path('healed'));
            expect(await listing('healed')).toBe(await listing('project'));
        }
        // What is taken a third time costs nothing again.
        expect((await fixture.take('d', folder)).addedBytes).toBe(0);
    }
);

test('SNAP-16: cancelled while it is held or before, it leaves nothing', async () => {
    await fixture.shell('cd project && head -c 60000000 /dev/urandom > file');
    for (const when of ['progress', 'hold'] as const) {
        const abort = new AbortController();
        const cancel = () => {
            abort.abort();
        };
        const taking = fixture.take(
            'a',
            folder,
            {},
            {
                signal: abort.signal,
                ...(when === 'progress' ? { onProgress: cancel } : {}),
                hold: async () => {
                    cancel();
                    await new Promise(resolve => setTimeout(resolve, 100));
                    return undefined;
                }
            }
        );
        await expect(taking).rejects.toMatchObject({ code: 'conflict' });
        expect(await fixture.storedBytes()).toBe(0);
    }
});

test('SNAP-30: what is kept beside the files comes back with them, also when it is long; damage of it is a sentence', async () => {
    await fixture.shell('cd project && echo text > file');
    const session = JSON.stringify({ version: 1, noise: randomBytes(2_000_000).toString('base64') });
    const manifest = await fixture.take('a', folder, {}, { hold: () => Promise.resolve(session) });
    const again = await fixture.take('b', folder, {}, { hold: () => Promise.resolve(session) });
    expect(again.session).toBe(manifest.session);
    expect(again.addedBytes).toBeLessThan(2000);
    expect((await fixture.take('c', folder)).session).toBeUndefined();
    expect(await fixture.restore('b', fixture.path('copy'))).toMatchObject({ files: 1, session });
    expect(await fixture.restore('c', fixture.path('other'))).not.toHaveProperty('session');
    await fixture.content.collect(new Set(['b']), walkTree);
    expect(await fixture.restore('b', fixture.path('third'))).toMatchObject({ session });
    const [pack = ''] = (await fixture.shell('ls store/packs/*.pack')).trim().split('\n');
    const file = await open(fixture.path(pack), 'r+');
    await file.write(Buffer.from('damaged'), 0, 7, 1_000_000);
    await file.close();
    await expect(fixture.restore('b', fixture.path('fourth'))).rejects.toMatchObject({ code: 'snapshot-damaged' });
});

test('SNAP-18: the quota and the largest size are sentences, and nothing is kept', async () => {
    await fixture.shell('cd project && head -c 3000000 /dev/urandom > file');
    await expect(fixture.take('a', folder, { quota: 1_000_000 })).rejects.toMatchObject({ code: 'quota-exceeded' });
    await expect(fixture.take('a', folder, { largest: 1_000_000 })).rejects.toMatchObject({
        code: 'payload-too-large'
    });
    expect(await fixture.storedBytes()).toBe(0);
});

test('SNAP-18: what others need of the disk stays free', async () => {
    await fixture.shell('cd project && head -c 5000000 /dev/urandom > file');
    await expect(fixture.take('a', folder, { reserve: 2 ** 60 })).rejects.toMatchObject({ code: 'disk-full' });
    expect(await fixture.storedBytes()).toBe(0);
});

test('SNAP-18: folders too deep in one another are a sentence', async () => {
    await fixture.shell(
        'cd project && for i in $(seq 40); do mkdir -p $(printf d%.0s $(seq 120)); cd $(printf d%.0s $(seq 120)); done'
    );
    await expect(fixture.take('a', folder)).rejects.toMatchObject({ code: 'bad-request' });
});

test('SNAP-18: a full disk is a sentence, and leaves nothing', async () => {
    await fixture.shell('mkdir small && head -c 9000000 /dev/urandom > project/file');
    // A worker that sees a small file system of its own there, and tells at its end what is left on it.
    const script = 'mount -t tmpfs -o size=4m none small && "$@"; find small -type f > left';
    const tight = [
        'unshare',
        '-Urm',
        'sh',
        '-c',
        `cd ${fixture.directory} && ${script}`,
        'sh',
        ...fixture.worker
    ] as const;
    const take = {
        type: 'take',
        id: 'a',
        folder,
        known: fixture.path('known'),
        exclude: [],
        largest: 1e12,
        quota: 1e12,
        reserve: 0
    } as const;
    await expect(runJob(tight, { ...take, content: fixture.path('small/store') })).rejects.toMatchObject({
        code: 'disk-full'
    });
    expect(await fixture.shell('cat left')).toBe('');
    await fixture.take('a', folder);
    const restore = {
        type: 'restore',
        id: 'a',
        content: fixture.store,
        target: fixture.path('small/copy'),
        owner: undefined
    } as const;
    await expect(runJob(tight, restore)).rejects.toMatchObject({ code: 'disk-full' });
});

test('SNAP-1, SNAP-11, SNAP-16, SNAP-18: all of that holds where so much is made that it takes threads', async () => {
    await fixture.shell(`cd project && for d in $(seq 40); do mkdir -p d$d/empty; for f in $(seq 30); do echo $d $f > d$d/f$f; done; done
        chmod 500 d1 d1/empty; chmod 640 d2/f2; ln d3/f3 d4/hard; ln -s ../d5 d4/link; head -c 40000000 /dev/urandom > big`);
    await fixture.take('a', folder);
    await fixture.restore('a', fixture.path('copy'));
    expect(await listing('copy')).toBe(await listing('project'));
    expect(await fixture.shell('stat -c %h copy/d4/hard && [ copy/d3/f3 -ef copy/d4/hard ]')).toBe('2\n');

    const abort = new AbortController();
    const target = fixture.path('cancelled');
    const job = { type: 'restore', id: 'a', content: fixture.store, target, owner: undefined } as const;
    const cancelled = runJob(fixture.worker, job, {
        signal: abort.signal,
        onProgress: () => {
            abort.abort();
        }
    });
    await expect(cancelled).rejects.toThrow();

    await fixture.shell('mkdir small');
    const tight = [
        'unshare',
        '-Urm',
        'sh',
        '-c',
        `mount -t tmpfs -o size=20m none ${fixture.path('small')} && "$@"`,
        'sh'
    ];
    const [program = '', ...rest] = [...tight, ...fixture.worker];
    const onFull = runJob([program, ...rest], { ...job, target: fixture.path('small/copy') });
    await expect(onFull).rejects.toMatchObject({ code: 'disk-full' });

    await fixture.shell(
        'for pack in store/packs/*; do printf damaged | dd of=$pack bs=1 seek=9000000 conv=notrunc 2> errors; done'
    );
    await expect(fixture.restore('a', fixture.path('damaged'))).rejects.toMatchObject({
        code: 'snapshot-damaged',
        message: expect.stringContaining('is damaged') as string
    });
});

test('SNAP-29: an export can be read by tar, and an import gives the same folder', async () => {
    await fixture.shell(`cd project && mkdir -p a/b 'sp ace' && echo text > a/file && chmod 751 a/file && ln -s file a/link
        ln a/file a/b/hard && head -c 2500000 /dev/urandom > big && mkdir -p $(printf 'l%.0s' $(seq 90))/$(printf 'm%.0s' $(seq 90))
        echo long > $(printf 'l%.0s' $(seq 90))/$(printf 'm%.0s' $(seq 90))/n && printf x > $'b\\xff' && touch -d '2001-02-03 04:05:06.789' a/file`);
    await fixture.take('a', folder);
    const output = createWriteStream(fixture.path('a.tar.zst'));
    await runJob(fixture.worker, { type: 'export', content: fixture.store, id: 'a', folder: 'project' }, { output });
    await new Promise(resolve => output.end(resolve));
    await fixture.shell(
        'mkdir by-tar && tar --zstd -xpf a.tar.zst -C by-tar && mkdir by-us && tar -I gzip -cf b.tar.gz project && tar -cf c.tar project'
    );
    expect(await listing('by-tar/project')).toBe(await listing('project'));
    for (const name of ['a.tar.zst', 'b.tar.gz', 'c.tar']) {
        const input = createReadStream(fixture.path(name));
        const job = {
            type: 'import',
            content: fixture.store,
            id: name,
            largest: 2 ** 40,
            quota: 2 ** 40,
            reserve: 0
        } as const;
        const imported = await runJob(fixture.worker, job, { input });
        expect(imported.folder).toBe('project');
        await fixture.restore(name, fixture.path(`by-us/${name}`));
        expect(await listing(`by-us/${name}`)).toBe(await listing('project'));
    }
});

test('SNAP-29: an archive that leads out of its folder, or is none, is refused and leaves nothing', async () => {
    await fixture.shell(`mkdir x && cd x && echo evil > f && tar --transform 's,f,../f,' -P -cf ../dots.tar f
        ln -s /etc l && tar -cf ../through.tar l && rm l && mkdir l && echo evil > l/passwd && tar -rf ../through.tar l/passwd
        head -c 5000 /dev/urandom > ../noise.tar; : > ../empty.tar; tar -cf ../cut.tar f && truncate -s 700 ../cut.tar
        echo text > g && tar --zstd -cf ../half.tar.zst g && truncate -s 60 ../half.tar.zst`);
    for (const name of ['dots.tar', 'through.tar', 'noise.tar', 'empty.tar', 'cut.tar', 'half.tar.zst']) {
        const input = createReadStream(fixture.path(name));
        const job = {
            type: 'import',
            content: fixture.store,
            id: name,
            largest: 2 ** 40,
            quota: 2 ** 40,
            reserve: 0
        } as const;
        await expect(runJob(fixture.worker, job, { input }), name).rejects.toMatchObject({ code: 'bad-request' });
    }
    expect(await fixture.storedBytes()).toBe(0);
});

test('SNAP-12: a worker that is killed at any moment leaves a whole snapshot or none, and a collection leaves no remains', async () => {
    await fixture.shell('cd project && for i in $(seq 60); do head -c 700000 /dev/urandom > f$i; done');
    const whole = await fixture.take('base', folder);
    const [program, ...rest] = fixture.worker;
    for (let round = 0; round < 14; round += 1) {
        await writeFile(join(folder, 'f1'), Buffer.alloc(20_000_000, round + 1));
        await fixture.shell('cd project && head -c 12000000 /dev/urandom > f2');
        const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' });
        const id = `k${round}`;
        const ended = new Promise<string>(resolve => {
            child.on('close', () => resolve('closed'));
            child.on('message', (message: { type: string }) => {
                if (message.type === 'ready') {
                    const job = {
                        type: 'take',
                        id,
                        content: fixture.store,
                        folder,
                        known: fixture.path('known'),
                        exclude: [],
                        largest: 1e12,
                        quota: 1e12,
                        reserve: 0
                    };
                    child.send({ type: 'job', job });
                    setTimeout(() => child.kill('SIGKILL'), 10 + round * 60 + Math.random() * 60);
                } else if (message.type === 'hold') {
                    child.send({ type: 'held' });
                }
            });
        });
        await ended;
        const there = (await fixture.content.list()).includes(id);
        const keep = new Set(there ? ['base', id] : ['base']);
        await fixture.content.collect(keep, walkTree);
        const check = await fixture.content.check(keep, walkTree);
        expect(check).toMatchObject({ remains: [], damaged: [] });
        expect(check.deadBytes).toBeLessThanOrEqual(check.liveBytes);
        if (there) {
            await fixture.restore(id, fixture.path(id));
            expect(await listing(id)).toBe(await listing('project'));
        }
    }
    await fixture.restore('base', fixture.path('base'));
    expect(whole.files).toBe(60);
    expect(await fixture.shell('ls base | wc -l')).toBe('60\n');
    await fixture.content.collect(new Set(), walkTree);
    expect(await fixture.storedBytes()).toBe(0);
}, 120_000);
