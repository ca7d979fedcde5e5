import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findCgroupParents } from './cgroup-mounts.js';

let root: string;

beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cgroup-'));
});
afterEach(() => {
    rmSync(root, { recursive: true });
});

/** A directory with the files that are looked at, as a cgroup file system has them. */
function group(path: string, subtree: string): void {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, 'cgroup.procs'), '');
    writeFileSync(join(root, path, 'cgroup.subtree_control'), `${subtree}\n`);
}

const mountV2 = (at = root, of = '/'): string => `30 25 0:26 ${of} ${at} rw,nosuid - cgroup2 cgroup2 rw\n`;

test('takes the highest directory of cgroup v2 that can be written to', () => {
    group('', 'cpu io memory pids');
    group('system.slice', 'memory pids');
    group('system.slice/longtable.service', '');
    expect(findCgroupParents(mountV2(), '0::/system.slice/longtable.service\n')).toEqual({
        v2: { directory: root, controllers: ['memory', 'cpu', 'pids'] },
        v1: {}
    });
});

test('stays in what is delegated', () => {
    group('user.slice', 'memory pids');
    group('user.slice/user@1000.service', 'memory pids');
    group('user.slice/user@1000.service/app.slice', '');
    // Root may write to what has no write bit, so what is not there stands for what is forbidden.
    rmSync(join(root, 'user.slice/cgroup.procs'));
    chmodSync(join(root, 'user.slice'), 0o555);
    expect(findCgroupParents(mountV2(), '0::/user.slice/user@1000.service/app.slice\n').v2).toEqual({
        directory: join(root, 'user.slice/user@1000.service'),
        controllers: ['memory', 'pids']
    });
    chmodSync(join(root, 'user.slice'), 0o755);
});

test('finds nothing where nothing may be written', () => {
    expect(findCgroupParents(mountV2('/nothing-here'), '0::/\n')).toEqual({ v1: {} });
    expect(findCgroupParents('', '')).toEqual({ v1: {} });
});

test('reads the hybrid form: controllers in v1, processes in v2', () => {
    group('unified', 'hugetlb');
    for (const name of ['memory', 'cpu,cpuacct', 'pids', 'freezer']) {
        mkdirSync(join(root, name));
    }
    const mounts = [
        mountV2(join(root, 'unified')),
        ...['memory', 'cpu,cpuacct', 'pids', 'freezer'].map(
            (name, index) => `${(31 + index).toString()} 25 0:2 / ${join(root, name)} rw - cgroup cgroup rw,${name}\n`
        )
    ];
    expect(findCgroupParents(mounts.join(''), '4:memory:/somewhere\n0::/\n')).toEqual({
        v2: { directory: join(root, 'unified'), controllers: [] },
        v1: { memory: join(root, 'memory'), cpu: join(root, 'cpu,cpuacct'), pids: join(root, 'pids') }
    });
});
