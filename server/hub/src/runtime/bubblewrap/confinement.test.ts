import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dial } from '../dial.js';
import type { Runtime, SandboxExit, WorkspaceSpec } from '../runtime.js';
import { CLONE, CLONE3, DENIED, IOCTL, type Architecture } from '../seccomp/syscalls.js';
import { processesWith } from '../testing/processes.js';
import { RuntimeFixture } from '../testing/runtime-fixture.js';
import { answers, call, inside, type CommandResult } from '../testing/workspace-calls.js';

const architecture = process.arch as Architecture;
const EPERM = 1;
const ENOSYS = 38;
const EFAULT = 14;

describe('two workspaces', { timeout: 120_000 }, () => {
    const secret = `secret-of-the-hub-${process.pid}`;
    let fixture: RuntimeFixture;
    let runtime: Runtime;
    let mine: WorkspaceSpec;
    let theirs: WorkspaceSpec;

    beforeAll(async () => {
        process.env['HUB_SECRET'] = secret;
        fixture = await RuntimeFixture.create({ limits: { memoryBytes: 384 * 1024 ** 2, cpus: 2, processes: 128 } });
        runtime = fixture.runtime('bubblewrap');
        mine = fixture.spec({ folder: 'mine' });
        theirs = fixture.spec({ folder: 'theirs' });
        for (const spec of [mine, theirs]) {
            await runtime.create(spec);
            await runtime.start(spec);
            expect(await inside(runtime, spec, `mkdir ${spec.folder}`)).toMatchObject({ code: 0 });
        }
        const setUp = [
            'echo private > theirs/file; echo private > ~/file; echo private > /tmp/file; echo private > /dev/shm/file',
            `$NODE -e "net.createServer(s => s.end('private')).listen(4567, '127.0.0.1');
                net.createServer(s => s.end('private')).listen('\\0their-socket')" their-server > /dev/null 2>&1 &`
        ].join('\n');
        expect(await inside(runtime, theirs, setUp)).toMatchObject({ code: 0 });
        await vi.waitFor(
            async () => expect(await inside(runtime, theirs, reach('127.0.0.1', 4567))).toMatchObject({ code: 0 }),
            { timeout: 10_000 }
        );
    });
    afterAll(async () => {
        delete process.env['HUB_SECRET'];
        await fixture.dispose();
    });

    const attack = async (command: string): Promise<CommandResult> => inside(runtime, mine, command);
    const reach = (host: string, port: number): string => `timeout 5 bash -c 'exec 3<>/dev/tcp/${host}/${port}'`;

    async function fails(command: string): Promise<void> {
        expect((await attack(command)).code, command).not.toBe(0);
    }

    test('do not see each other’s files, nor the hub’s, nor the machine’s secrets', async () => {
        const { dataDirectory } = fixture.options;
        const places = [
            ...[dataDirectory, join(dataDirectory, 'store.json'), join(dataDirectory, 'volumes')],
            ...[join(dataDirectory, 'volumes', theirs.id), fixture.socketRoot, fixture.directory],
            ...['/workspace/theirs', '/tmp/file', '/dev/shm/file', '/home/longtable/file'],
            ...['/root', '/etc/shadow', '/etc/ssl/private', '/var/log', '/sys', '/boot', '/proc/1/root/root', '/srv'],
            ...['/dev/vda', '/dev/sda', '/dev/kvm', '/dev/mem', '/dev/net/tun', '/dev/fuse']
        ];
        for (const place of places) {
            await fails(`cat ${place} || ls ${place}/`);
        }
        const found = await attack('grep -rs private /workspace /home /tmp /dev/shm /run --devices=skip; true');
        expect(found.stdout).toBe('');
    });

    test('do not see each other’s processes, nor what the hub was started with', async () => {
        const seen = await attack('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr "\\0" "\\n"');
        expect(seen.stdout).toContain('/opt/longtable/agent/agent.mjs');
        for (const hidden of [secret, 'their-server', fixture.options.dataDirectory, 'HUB_SECRET']) {
            expect(seen.stdout).not.toContain(hidden);
        }
        expect(Number((await attack('ls -d /proc/[0-9]* | wc -l')).stdout)).toBeLessThan(10);
        expect((await attack('tr "\\0" " " < /proc/1/cmdline')).stdout).not.toContain('/volumes/');
    });

    test('do not reach each other’s ports and abstract sockets, nor those of the machine', async () => {
        const listener = net.createServer(socket => socket.end('private'));
        await new Promise<void>(resolve => listener.listen(0, '0.0.0.0', resolve));
        const { port } = listener.address() as net.AddressInfo;
        await fails(reach('127.0.0.1', 4567));
        await fails(reach('127.0.0.1', port));
        await fails(reach('1.1.1.1', 80));
        await fails(
            `$NODE -e "net.connect('\\0their-socket').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"`
        );
        await new Promise(resolve => listener.close(resolve));
    });

    test('have no privileges and get none', async () => {
        const status = (await attack('grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status')).stdout;
        expect(status.match(/^Cap\w+:\t0{16}$/gm)).toHaveLength(5);
        expect(status).toMatch(/NoNewPrivs:\t1/);
        expect(status).toMatch(/Seccomp:\t2/);
        const commands = [
            ...['unshare --user true', 'unshare --mount true', 'unshare --net true', 'mount -t tmpfs none /tmp'],
            ...['mknod /tmp/device b 254 0', 'chroot / true', 'su -c true', 'dmesg', 'umount /workspace'],
            ...['bwrap --ro-bind / / true', 'bwrap --unshare-user --ro-bind / / true', 'mount -o remount,rw /usr'],
            ...[
                'touch /usr/x',
                'touch /etc/x',
                'touch /x',
                'touch /opt/longtable/agent/agent.mjs',
                'nsenter -t 1 -m true'
            ],
            ...['echo 1 > /proc/sys/kernel/sysrq', 'chown 0 /tmp', 'ip link add dummy0 type dummy', 'sudo -n true']
        ];
        for (const command of commands) {
            await fails(command);
        }
    });

    test('cannot make the system calls that the filter denies, even by number', async () => {
        const errnoOf = async (...call: number[]): Promise<number> =>
            Number((await attack(`perl -e 'print syscall(${call.join(', ')}) < 0 ? $! + 0 : 0'`)).stdout);
        const column = architecture === 'x64' ? 0 : 1;
        for (const [name, numbers] of Object.entries(DENIED)) {
            const number = numbers[column];
            if (number !== undefined) {
                expect(await errnoOf(number, 0, 0, 0, 0, 0), name).toBe(EPERM);
            }
        }
        expect(await errnoOf(CLONE[architecture], 0x1000_0011, 0, 0, 0, 0)).toBe(EPERM);
        expect(await errnoOf(CLONE3, 0, 0)).toBe(ENOSYS);
        expect(await errnoOf(IOCTL[architecture], 0, 0x5412, 0)).toBe(EPERM);
        // Debuggers: PTRACE_TRACEME is allowed.
        expect(await errnoOf(architecture === 'x64' ? 101 : 117, 0, 0, 0, 0)).toBe(0);
        // pipe2 with a bad address comes as far as the kernel's own check.
        expect(await errnoOf(architecture === 'x64' ? 293 : 59, 1, 0)).toBe(EFAULT);
    });

    test('cannot change what the hub tells them', async () => {
        await fails('echo {} > /run/longtable-hub/agent.json');
        await fails('touch /run/longtable-hub/x');
        await fails('rm -f /run/longtable-hub/agent.json');
        await fails('mv /run/longtable-hub /run/elsewhere');
    });

    test('cannot lead the hub elsewhere with what they put at the place of a socket', async () => {
        const unreachable = expect.objectContaining({ code: 'workspace-unreachable' }) as unknown;
        const socket = join(fixture.socketRoot, theirs.id, 'run', 'agent.sock');
        const tricks = [
            'ln -sfn /run/longtable/agent.sock ide.sock',
            `ln -sfn ${socket} ide.sock`,
            'rm -f ide.sock; touch ide.sock',
            'rm -f ide.sock; mkdir ide.sock',
            'rmdir ide.sock; mkfifo ide.sock'
        ];
        for (const trick of tricks) {
            expect(await attack(`cd /run/longtable && ${trick}`), trick).toMatchObject({ code: 0 });
            await expect(dial(runtime.address(mine.id, 'ide'))).rejects.toEqual(unreachable);
        }
        await attack('rm -rf /run/longtable/ide.sock');
    });

    test('find what programs need', async () => {
        const works = [
            '[ "$(id -un)" = longtable ] && [ "$HOME" = /home/longtable ] && [ "$(hostname)" = mine ]',
            'git init -q repository && cd repository && git commit -q --allow-empty -m first && cd .. && rm -rf repository',
            '[ "$(git config user.name)" = \'Ada "L" Lovelace\' ]',
            'git config --global user.name Other && [ "$(git config user.name)" = Other ] && rm ~/.gitconfig',
            'bash -lc "command -v node" && [ "$(node -p 1+1)" = 2 ]',
            'echo text > /dev/null && head -c 4 /dev/urandom > /tmp/x && mktemp && df -h / && ls -l /dev/fd /dev/shm',
            'script -qec "stty size; tty" /dev/null | grep -q /dev/pts',
            '! getent hosts example.org && getent hosts localhost && getent passwd longtable',
            'ls /etc/ssl/certs | head -1 | grep .'
        ];
        for (const command of works) {
            expect(await attack(command), command).toMatchObject({ code: 0 });
        }
    });

    test('run our Node rather than the machine’s, and what people install rather than either', async () => {
        const node = async (shell: string) => (await attack(`${shell} 'command -v node && node --version'`)).stdout;
        for (const shell of ['sh -c', 'bash -lc']) {
            expect(await node(shell)).toBe(`/opt/longtable/bin/node\n${process.version}\n`);
        }
        await attack(
            'mkdir -p ~/.local/bin && printf "#!/bin/sh\necho mine\n" > ~/.local/bin/node && chmod +x ~/.local/bin/node'
        );
        expect(await node('sh -c')).toBe('/home/longtable/.local/bin/node\nmine\n');
        await attack('rm ~/.local/bin/node');
    });

    test('kill only themselves', async () => {
        await call(runtime, mine, '/run', 'kill -9 -1').catch(() => undefined);
        expect(await answers(runtime, theirs)).toBe(true);
        await runtime.start(mine).catch(() => undefined);
        await runtime.stop(mine.id);
        await runtime.start(mine);
        expect(await answers(runtime, mine)).toBe(true);
    });

    test('contain a fork bomb, which a stop ends', async () => {
        const mark = `/bin/sleep 7${process.pid}9`;
        const bomb = `bomb() { while :; do ${mark} & bomb & done; }; bomb > /dev/null 2>&1 & sleep 1`;
        void call(runtime, mine, '/run', bomb).catch(() => undefined);
        await expect
            .poll(() => processesWith(mark.split(' ')[1] ?? '').length, { timeout: 30_000 })
            .toBeGreaterThan(20);
        await sleep(500);
        expect(await inside(runtime, theirs, 'true')).toMatchObject({ code: 0 });
        await runtime.stop(mine.id, 0);
        expect(processesWith(mark.split(' ')[1] ?? '')).toEqual([]);
        await runtime.start(mine);
    });

    test('have a bounded /tmp and bounded memory', async () => {
        expect((await attack('head -c 400M /dev/zero > /tmp/big')).stderr).toMatch(/No space left|Killed/);
        await attack('rm -f /tmp/big');
        const exits: SandboxExit[] = [];
        const listener = runtime.onExit(exit => exits.push(exit));
        await call(runtime, mine, '/eat').catch(() => undefined);
        await expect.poll(() => exits, { timeout: 60_000 }).toHaveLength(1);
        listener.dispose();
        const { limits } = await runtime.selfTest();
        if (limits.includes('cgroup')) {
            expect(exits[0]?.reason).toContain('ran out of memory');
        }
        expect(await answers(runtime, theirs)).toBe(true);
        await runtime.start(mine);
    });

    test('do not read a folder for the hub that the workspace may not read', async () => {
        const other = join(fixture.options.dataDirectory, 'store.json');
        await attack(`ln -sfn ${other} mine/link`);
        await expect(runtime.run(mine, ['cat', 'mine/link']).done).rejects.toMatchObject({ code: 'internal' });
        await expect(runtime.run(mine, ['touch', 'mine/x']).done).rejects.toThrow('Read-only');
        await expect(runtime.run(mine, ['ls', '/run/longtable']).done).rejects.toMatchObject({ code: 'internal' });
    });

    test('belong to different users when the hub is root', async () => {
        const volumes = join(fixture.options.dataDirectory, 'volumes');
        const users = await Promise.all(
            (await readdir(volumes)).map(
                id => JSON.parse(readFileSync(join(volumes, id, 'volume.json'), 'utf8')) as unknown
            )
        );
        const distinct = new Set(users.map(user => JSON.stringify(user)));
        expect(distinct.size).toBe(process.getuid?.() === 0 ? users.length : 1);
    });
});
