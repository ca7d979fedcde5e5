import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LongtableError, messageOf, type WorkspaceId } from '@longtable/common';
import { OPEN_NETWORK_REPORT } from '../egress/open-network.js';
import { requireExecutable } from '../executables.js';
import type { Limiter } from '../limits/limits.js';
import { piped } from '../piped.js';
import type { RuntimeOptions } from '../runtime-options.js';
import type { RuntimeReport } from '../runtime.js';
import { makeSocketRoot } from '../volumes/installation.js';
import { removeTree } from '../volumes/remove-tree.js';
import { volumeAt, type Volume } from '../volumes/volume.js';
import { BubblewrapSandbox } from './bubblewrap-sandbox.js';
import { bwrapFeatures } from './bwrap-features.js';
import { PLACES } from './places.js';
import { directSources, type SandboxParts } from './sandbox-arguments.js';
import { sandboxEnvironment } from './sandbox-environment.js';
import { spawnSandbox } from './spawn-sandbox.js';

/** What a sandbox must be able to do at the least: write its places, and run our Node, which reads the agent. */
const PROBE = [
    'set -e',
    `for place in ${PLACES.workspace} ${PLACES.home} ${PLACES.run} /tmp; do : > $place/probe; done`,
    `test -r ${PLACES.ide} && test -r ${PLACES.plugins}`,
    `exec ${PLACES.node} --check ${PLACES.agent}/agent.mjs`
].join('\n');

/** Runs the real sandbox once, with scratch directories in the place of a workspace's. */
export async function selfTest(
    options: RuntimeOptions,
    parts: SandboxParts,
    socketRoot: string,
    limiter: Limiter,
    scratchUser: number
): Promise<RuntimeReport> {
    requireExecutable('bwrap');
    const isRoot = process.getuid?.() === 0;
    if (options.egress.mode === 'open') {
        if (!isRoot) {
            throw new LongtableError(
                'runtime-unavailable',
                'LONGTABLE_EGRESS=open needs Longtable to run as root. Use LONGTABLE_EGRESS=proxy, the default.'
            );
        }
        requireExecutable('slirp4netns');
        requireExecutable('ip');
        requireExecutable('nsenter');
    }
    await makeSocketRoot(socketRoot);
    const name = `run-${randomBytes(6).toString('hex')}`;
    const scratch = join(socketRoot, name);
    // Beside the volumes of workspaces, because what is above may be closed; `sweep` knows the name.
    const files = join(options.dataDirectory, 'volumes', `.new-${name}`);
    const volume = volumeAt(name as WorkspaceId, scratchUser, files, scratch);
    try {
        await makeScratch(volume);
        await probe(options, parts, socketRoot, limiter, volume);
    } catch (error) {
        throw error instanceof LongtableError
            ? error
            : new LongtableError('runtime-unavailable', explain(messageOf(error)), { cause: error });
    } finally {
        await removeTree(scratch);
        await removeTree(files);
    }
    return {
        runtime: 'bubblewrap',
        limits: limiter.description,
        users: isRoot ? 'one uid per workspace' : 'one uid for all',
        egress: {
            proxy: 'proxy: public addresses by HTTP CONNECT, and the exceptions of LONGTABLE_EGRESS_ALLOW',
            open: OPEN_NETWORK_REPORT,
            none: 'none'
        }[options.egress.mode]
    };
}

async function makeScratch(volume: Volume): Promise<void> {
    await mkdir(dirname(volume.directory), { recursive: true });
    await chmod(dirname(volume.directory), 0o711);
    for (const directory of [volume.directory, volume.sockets]) {
        await mkdir(directory);
        await chmod(directory, 0o711);
    }
    for (const directory of [volume.workspace, volume.home, volume.run, volume.hub, volume.etc]) {
        await mkdir(directory);
        if (volume.uid !== process.getuid?.()) {
            await chown(directory, volume.uid, volume.uid);
        }
    }
    await mkdir(volume.state, { mode: 0o700 });
}

async function probe(
    options: RuntimeOptions,
    parts: SandboxParts,
    socketRoot: string,
    limiter: Limiter,
    volume: Volume
): Promise<void> {
    const traces = { record: join(volume.state, 'process'), status: join(volume.state, 'status') };
    const group = await limiter.create(volume.id);
    const child = await spawnSandbox({
        volume,
        sources: directSources(volume, parts),
        shape: {
            hostName: 'self-test',
            environment: sandboxEnvironment('none'),
            generated: [],
            kind: 'workspace',
            memoryBytes: options.limits.memoryBytes,
            features: await bwrapFeatures()
        },
        socketRoot,
        group,
        resourceLimits: limiter.resourceLimits,
        command: ['/bin/sh', '-c', PROBE],
        ...traces,
        output: 'pipe',
        waits: false,
        dies: true
    });
    const exited = once(child, 'close') as Promise<[number | null]>;
    const sandbox = new BubblewrapSandbox(traces, group, options.limits.memoryBytes, undefined, child);
    let words = '';
    for (const stream of [child.stdout, child.stderr]) {
        piped(stream)
            .setEncoding('utf8')
            .on('data', (text: string) => (words += text));
    }
    const [code] = await exited;
    await sandbox.kill();
    if (code !== 0) {
        throw new Error(words.trim() || `it ended with code ${String(code)}`);
    }
}

/** What to do about a sandbox that does not work, as far as its words and the machine's settings tell. */
function explain(words: string): string {
    const advice = [
        ...(setting('kernel/apparmor_restrict_unprivileged_userns') === '1'
            ? [
                  'AppArmor forbids user namespaces here (as Ubuntu 23.10 and later do): install an AppArmor profile for ' +
                      'bwrap, or set the sysctl kernel.apparmor_restrict_unprivileged_userns=0.'
              ]
            : []),
        ...(setting('kernel/unprivileged_userns_clone') === '0'
            ? ['User namespaces are off: set the sysctl kernel.unprivileged_userns_clone=1.']
            : []),
        ...(setting('user/max_user_namespaces') === '0'
            ? ['User namespaces are off: set the sysctl user.max_user_namespaces to more than 0.']
            : []),
        ...(/new namespace|mount proc|Operation not permitted/i.test(words)
            ? [
                  'In a Docker container, start it with --security-opt seccomp=unconfined --security-opt ' +
                      'systempaths=unconfined (and apparmor=unconfined where the machine has AppArmor).'
              ]
            : []),
        ...(/permission denied/i.test(words)
            ? ['All users must be able to read the files of Longtable: chmod -R o+rX its directory.']
            : [])
    ];
    return [`The sandbox does not work on this machine: ${words}.`, ...advice, 'See docs/sandbox.md.'].join(' ');
}

function setting(name: string): string | undefined {
    try {
        return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
    } catch {
        return undefined;
    }
}
