import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { requireExecutable } from '../executables.js';
import type { ProcessGroup } from '../limits/limits.js';
import { seccompFilterHere } from '../seccomp/seccomp-filter.js';
import { LAUNCH_SCRIPT } from '../supervision/launch-record.js';
import type { Volume } from '../volumes/volume.js';
import { stage } from './mount-stage.js';
import { sandboxArguments, type MountSources, type SandboxShape } from './sandbox-arguments.js';

export interface SandboxStart {
    readonly volume: Volume;
    readonly sources: MountSources;
    readonly shape: Omit<SandboxShape, 'descriptors'>;
    readonly socketRoot: string;
    readonly group: ProcessGroup;
    /** Options of `prlimit` for the command. */
    readonly resourceLimits: readonly string[];
    readonly command: readonly string[];
    /** File that the process is recorded in before it becomes a sandbox. */
    readonly record: string;
    /** File that bwrap writes the sandbox's process id and its exit code to. */
    readonly status: string;
    /** Standard output and error: the descriptor of a file, or pipes. */
    readonly output: number | 'pipe';
    /** Whether the sandbox waits for a byte on the pipe `stdio[6]` before it begins. */
    readonly waits: boolean;
    /** Whether it ends with this process. */
    readonly dies: boolean;
}

/**
 * Starts a sandbox with no environment, no open file of the hub's and, where it is another user's, that user. The
 * options are read from a file that nobody else can open and that is gone at once.
 */
export async function spawnSandbox(start: SandboxStart): Promise<ChildProcess> {
    const { volume, group } = start;
    const staged = await stage(start.sources, volume.uid, start.socketRoot);
    const filter = seccompFilterHere();
    const bwrap = sandboxArguments(staged.sources, {
        ...start.shape,
        descriptors: { status: 4, ...(filter && { seccomp: 5 }), ...(start.waits && { block: 6 }) }
    });
    const options = Buffer.from([...bwrap, ...(start.dies ? ['--die-with-parent'] : [])].join('\0') + '\0');
    const command = [
        ...['/bin/sh', '-c', LAUNCH_SCRIPT, 'longtable', start.record, ...group.joinFiles, '--'],
        ...staged.command,
        ...asUser(volume.uid),
        ...[requireExecutable('bwrap'), '--args', '3', '--'],
        ...(start.resourceLimits.length > 0 ? [requireExecutable('prlimit'), ...start.resourceLimits, '--'] : []),
        ...start.command
    ];
    const files: FileHandle[] = [];
    try {
        files.push(await unnamedFile(volume.state, options), await open(start.status, 'w', 0o600));
        if (filter !== undefined) {
            files.push(await unnamedFile(volume.state, filter));
        }
        const descriptors = files.map(file => file.fd);
        const stdio: StdioOptions = ['ignore', start.output, start.output, ...descriptors];
        if (start.waits) {
            stdio[5] ??= 'ignore';
            stdio[6] = 'pipe';
        }
        const [program = '', ...programArguments] = command;
        return await spawned(spawn(program, programArguments, { stdio, env: {}, cwd: '/', detached: true }));
    } finally {
        await Promise.all(files.map(file => file.close()));
    }
}

function asUser(uid: number): readonly string[] {
    if (uid === process.getuid?.()) {
        return [];
    }
    const id = uid.toString();
    return [requireExecutable('setpriv'), '--reuid', id, '--regid', id, '--clear-groups', '--'];
}

/** A file to read from, of which only the descriptor is left. */
async function unnamedFile(directory: string, content: Buffer): Promise<FileHandle> {
    const path = join(directory, `.${randomBytes(6).toString('hex')}`);
    await writeFile(path, content, { mode: 0o600, flag: 'wx' });
    const file = await open(path, 'r');
    await unlink(path);
    return file;
}

function spawned(child: ChildProcess): Promise<ChildProcess> {
    return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('spawn', () => {
            child.off('error', reject);
            child.on('error', () => undefined);
            resolve(child);
        });
    });
}
