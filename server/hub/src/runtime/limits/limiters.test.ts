import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CgroupLimiter } from './cgroup-limiter.js';
import { PrlimitLimiter } from './prlimit-limiter.js';

const limits = { memoryBytes: 4 * 1024 ** 3, cpus: 1.5, processes: 300 };
let root: string;

beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'limits-'));
    ['unified', 'memory', 'pids'].forEach(name => mkdirSync(join(root, name)));
});
afterEach(() => {
    rmSync(root, { recursive: true });
});

const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

test('cgroup v2: enables the controllers and writes the limits', async () => {
    const parents = {
        v2: { directory: join(root, 'unified'), controllers: ['memory', 'cpu', 'pids'] as const },
        v1: {}
    };
    const limiter = new CgroupLimiter(parents, 'longtable-x', limits);
    expect(limiter.description).toBe('cgroup v2 (memory, cpu, pids)');
    expect(limiter.resourceLimits).toEqual([]);
    const group = await limiter.create('one');
    expect(read('unified/longtable-x/cgroup.subtree_control')).toBe('+memory +cpu +pids');
    expect(read('unified/longtable-x/one/memory.max')).toBe('4294967296');
    expect(read('unified/longtable-x/one/cpu.max')).toBe('150000 100000');
    expect(read('unified/longtable-x/one/pids.max')).toBe('300');
    expect(group.joinFiles).toEqual([join(root, 'unified/longtable-x/one/cgroup.procs')]);
    expect(limiter.names()).toEqual(['one']);

    writeFileSync(join(root, 'unified/longtable-x/one/memory.current'), '1000000\n');
    writeFileSync(join(root, 'unified/longtable-x/one/memory.stat'), 'anon 1\ninactive_file 400000\n');
    writeFileSync(join(root, 'unified/longtable-x/one/cpu.stat'), 'usage_usec 2500000\nuser_usec 1\n');
    writeFileSync(join(root, 'unified/longtable-x/one/pids.current'), '7\n');
    writeFileSync(join(root, 'unified/longtable-x/one/memory.events'), 'low 0\noom 3\noom_kill 2\n');
    expect(group.usage()).toEqual({ memoryBytes: 600_000, cpuSeconds: 2.5, processes: 7 });
    expect(group.memoryKills()).toBe(2);
});

test('cgroup v1: writes the limits of the controllers that there are, and says what stands in for the rest', async () => {
    const parents = {
        v2: { directory: join(root, 'unified'), controllers: [] },
        v1: { memory: join(root, 'memory') }
    };
    const limiter = new CgroupLimiter(parents, 'longtable-x', limits);
    expect(limiter.description).toBe('cgroup v1 (memory), prlimit for each process, no limit of CPU');
    expect(limiter.resourceLimits).toEqual(['--nproc=300']);
    const group = await limiter.create('one');
    expect(read('memory/longtable-x/one/memory.limit_in_bytes')).toBe('4294967296');
    expect(existsSync(join(root, 'memory/longtable-x/one/memory.memsw.limit_in_bytes'))).toBe(false);
    expect(existsSync(join(root, 'unified/longtable-x/cgroup.subtree_control'))).toBe(false);
    expect(group.joinFiles).toHaveLength(2);
});

test('prlimit: holds each process by itself', async () => {
    const limiter = new PrlimitLimiter(limits);
    expect(limiter.resourceLimits).toEqual(['--data=4294967296', '--nproc=300']);
    expect((await limiter.create()).isComplete).toBe(false);
});

test('never allows fewer processes than an IDE needs', () => {
    expect(new PrlimitLimiter({ ...limits, processes: 1 }).resourceLimits).toContain('--nproc=64');
});
