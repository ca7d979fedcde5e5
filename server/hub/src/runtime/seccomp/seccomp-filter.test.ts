import { execFile } from 'node:child_process';
import { open, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { piped } from '../piped.js';
import { seccompFilter, seccompFilterHere } from './seccomp-filter.js';
import { AUDIT_ARCHITECTURE, CLONE, CLONE3, DENIED, IOCTL, type Architecture } from './syscalls.js';

const ALLOW = 0x7fff_0000;
const KILL = 0x8000_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;

/** Runs a filter on one system call, as the kernel would. */
function decide(filter: Buffer, architecture: number, number: number, ...parameters: number[]): number {
    const data = Buffer.alloc(64);
    data.writeUInt32LE(number, 0);
    data.writeUInt32LE(architecture, 4);
    parameters.forEach((value, index) => data.writeUInt32LE(value >>> 0, 16 + 8 * index));
    let accumulator = 0;
    for (let at = 0; ; at += 1) {
        const operand = filter.readUInt32LE(at * 8 + 4);
        const [jumpTrue, jumpFalse] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
        const code = filter.readUInt16LE(at * 8);
        if (code === 0x06) {
            return operand;
        }
        if (code === 0x20) {
            accumulator = data.readUInt32LE(operand);
            continue;
        }
        const holds = {
            0x15: accumulator === operand,
            0x35: accumulator >= operand,
            0x45: (accumulator & operand) !== 0
        };
        at += holds[code as keyof typeof holds] ? jumpTrue : jumpFalse;
    }
}

test.for<[Architecture, number, number]>([
    ['x64', 0, 101],
    ['arm64', 1, 117]
])('the filter of %s denies what the table names and nothing near it', ([name, column, ptrace]) => {
    const filter = seccompFilter(name);
    const architecture = AUDIT_ARCHITECTURE[name];
    const denied = new Set(Object.values(DENIED).map(numbers => numbers[column]));
    for (let number = 0; number < 500; number += 1) {
        const expected = number === CLONE3 ? ENOSYS : denied.has(number) ? EPERM : ALLOW;
        expect(decide(filter, architecture, number), `call ${number}`).toBe(expected);
    }
    expect(denied.has(ptrace)).toBe(false);
});

test.for<Architecture>(['x64', 'arm64'])('the filter of %s looks at the arguments of clone and ioctl', name => {
    const filter = seccompFilter(name);
    const architecture = AUDIT_ARCHITECTURE[name];
    const threads = 0x003d_0f00;
    expect(decide(filter, architecture, CLONE[name], threads)).toBe(ALLOW);
    for (const flag of [0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000]) {
        expect(decide(filter, architecture, CLONE[name], threads | flag)).toBe(EPERM);
    }
    expect(decide(filter, architecture, IOCTL[name], 0, 0x5401)).toBe(ALLOW);
    expect(decide(filter, architecture, IOCTL[name], 0, 0x5412)).toBe(EPERM);
    expect(decide(filter, architecture, IOCTL[name], 0, 0x541c)).toBe(EPERM);
});

test('other ways to make system calls are closed', () => {
    const i386 = 0x4000_0003;
    expect(decide(seccompFilter('x64'), i386, 1)).toBe(KILL);
    expect(decide(seccompFilter('arm64'), AUDIT_ARCHITECTURE.x64, 1)).toBe(KILL);
    expect(decide(seccompFilter('x64'), AUDIT_ARCHITECTURE.x64, 0x4000_0000 + 101)).toBe(ENOSYS);
});

test('the kernel takes the filter and holds to it', async () => {
    const filter = seccompFilterHere();
    expect(filter).toBeDefined();
    const directory = await mkdtemp(join(tmpdir(), 'seccomp-'));
    const path = join(directory, 'filter');
    await writeFile(path, filter ?? '');
    const run = async (command: string, withFilter: boolean): Promise<string> => {
        const file = await open(path, 'r');
        const child = spawn(
            'bwrap',
            ['--dev-bind', '/', '/', ...(withFilter ? ['--seccomp', '3'] : []), '--', '/bin/sh', '-c', command],
            { stdio: ['ignore', 'pipe', 'inherit', file.fd] }
        );
        const output = await text(piped(child.stdout));
        await file.close();
        return output.trim();
    };
    // The same command with and without the filter, so that it is the filter that makes the difference.
    const attempt = 'unshare --user true 2> /dev/null && echo made || echo denied';
    expect(await run(attempt, false)).toBe('made');
    expect(await run(attempt, true)).toBe('denied');
    expect(await run('echo works', true)).toBe('works');
    const { stdout } = await promisify(execFile)('sh', ['-c', 'echo still here']);
    expect(stdout.trim()).toBe('still here');
    await rm(directory, { recursive: true });
});
