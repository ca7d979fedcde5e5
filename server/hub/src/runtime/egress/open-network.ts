import { execFile, spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { LongtableError } from '@longtable/common';
import { requireExecutable } from '../executables.js';
import type { ProcessGroup } from '../limits/limits.js';
import { piped } from '../piped.js';
import { LAUNCH_SCRIPT } from '../supervision/launch-record.js';

const run = promisify(execFile);
const READY_MILLISECONDS = 10_000;

/** What is not the public internet. The network that slirp4netns makes, 10.0.2.0/24, is reached by a longer prefix. */
const PROHIBITED = [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4'
];

/** For the administrator. */
export const OPEN_NETWORK_REPORT =
    'open (slirp4netns): everything on the IPv4 internet; refused by routes: private, link-local and shared addresses ' +
    "and this machine's own; names are resolved by this machine, LONGTABLE_EGRESS_ALLOW has no effect, no IPv6";

/**
 * Gives the network namespace of a sandbox a way out, by a process beside the sandbox that its control group holds.
 * Routes in the namespace, which nothing inside may change, refuse what is not the public internet. Needs root.
 */
export async function openNetwork(pid: number, group: ProcessGroup, record: string): Promise<void> {
    const namespace = `/proc/${pid.toString()}/ns/net`;
    const slirp = spawn(
        '/bin/sh',
        [
            ...['-c', LAUNCH_SCRIPT, 'longtable', record, ...group.joinFiles, '--'],
            ...[requireExecutable('slirp4netns'), '--configure', '--mtu=65520', '--disable-host-loopback'],
            ...['--enable-sandbox', '--enable-seccomp', '--ready-fd=3', '--netns-type=path', namespace, 'tap0']
        ],
        { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: {}, cwd: '/', detached: true }
    );
    slirp.unref();
    const [, , errors, ready] = slirp.stdio;
    let words = '';
    piped(errors)
        .setEncoding('utf8')
        .on('data', (text: string) => (words += text));
    try {
        await new Promise<void>((resolve, reject) => {
            const timer = setTimeout(reject, READY_MILLISECONDS, new Error('slirp4netns does not get ready'));
            ready?.once('data', () => {
                clearTimeout(timer);
                resolve();
            });
            slirp.once('error', reject);
            slirp.once('exit', () => {
                clearTimeout(timer);
                reject(new Error(words));
            });
        });
        await prohibit(namespace);
    } catch (error) {
        slirp.kill('SIGKILL');
        throw new LongtableError(
            'unavailable',
            `The network of the workspace cannot be made: ${words.trim() || String(error)}. ` +
                'Set LONGTABLE_EGRESS=proxy, which needs no program beside Longtable.',
            { cause: error }
        );
    } finally {
        errors?.destroy();
        ready?.destroy();
    }
}

async function prohibit(namespace: string): Promise<void> {
    const own = Object.values(networkInterfaces())
        .flatMap(addresses => addresses ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => `${address}/32`);
    const batch = run(requireExecutable('nsenter'), [
        ...[`--net=${namespace}`, requireExecutable('ip'), '-batch', '-']
    ]);
    const lines = [...PROHIBITED, ...own].map(range => `route replace prohibit ${range}\n`);
    batch.child.stdin?.on('error', () => undefined).end(lines.join(''));
    await batch;
}
