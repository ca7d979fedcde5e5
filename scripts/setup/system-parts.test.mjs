import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findChromium, parts, provide } from './system-parts.mjs';

let directory = '';

/**
 * @param {string} name
 * @param {string} script
 */
function command(name, script) {
    const file = path.join(directory, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
}

beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'system-parts-'));
    vi.stubEnv('PATH', directory);
    vi.stubEnv('CHROMIUM_PATH', '');
    vi.spyOn(console, 'log').mockReturnValue();
    vi.spyOn(console, 'error').mockReturnValue();
});

afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(directory, { recursive: true });
});

test('nothing is installed that is there', async () => {
    command('bwrap', 'exit 0');
    const calls = path.join(directory, 'calls');
    command('apt-get', `echo "$@" >> ${calls}`);
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    expect(await provide([parts.bubblewrap])).toEqual([]);
    expect(existsSync(calls)).toBe(false);
});

test('root on a system with apt gets what is missing, without recommended packages', async () => {
    const calls = path.join(directory, 'calls');
    command(
        'apt-get',
        `echo "$DEBIAN_FRONTEND $@" >> ${calls}; : > ${directory}/bwrap; /bin/chmod +x ${directory}/bwrap`
    );
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    expect(await provide([parts.bubblewrap])).toEqual([]);
    const [update, install, ...more] = readFileSync(calls, 'utf8').trim().split('\n');
    expect(update).toMatch(/^noninteractive .*update$/);
    expect(install).toMatch(/^noninteractive .*install --yes --no-install-recommends bubblewrap$/);
    expect(more).toEqual([]);
});

test('others are told in one line what to install', async () => {
    const calls = path.join(directory, 'calls');
    command('apt-get', `echo "$@" >> ${calls}`);
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    const [missing, ...more] = await provide([parts.bubblewrap]);
    expect(missing?.message).toMatch(/^bubblewrap, which .*sudo apt-get install bubblewrap$/);
    expect(more).toEqual([]);
    expect(existsSync(calls)).toBe(false);
});

test('an installation that fails ends in the same line', async () => {
    command('apt-get', 'echo "no network" >&2; exit 100');
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    expect(await provide([parts.bubblewrap])).toHaveLength(1);
    expect(vi.mocked(console.error).mock.calls.flat().join('\n')).toContain('no network');
});

test('a Chromium of one’s choice comes before the ones that are found', () => {
    const found = command('chromium', 'exit 0');
    expect(findChromium()).toBe(found);
    vi.stubEnv('CHROMIUM_PATH', '/opt/other/chrome');
    expect(findChromium()).toBe('/opt/other/chrome');
});

test('parts that only root’s tests use are wanted of root alone', () => {
    const getuid = vi.spyOn(process, 'getuid').mockReturnValue(1000);
    expect([parts.openNetwork.isPresent(), parts.sharingFileSystem.isPresent()]).toEqual([true, true]);
    getuid.mockReturnValue(0);
    expect([parts.openNetwork.isPresent(), parts.sharingFileSystem.isPresent()]).toEqual([false, false]);
    command('slirp4netns', 'exit 0');
    command('ip', 'exit 0');
    command('mkfs.btrfs', 'exit 0');
    expect([parts.openNetwork.isPresent(), parts.sharingFileSystem.isPresent()]).toEqual([true, true]);
});
