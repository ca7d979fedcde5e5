import type { Volume } from '../volumes/volume.js';
import type { BwrapFeatures } from './bwrap-features.js';
import { PLACES, SANDBOX_UID } from './places.js';
import { systemMounts } from './system-mounts.js';

/** Paths outside from which a sandbox mounts. */
export interface MountSources {
    readonly workspace: string;
    readonly home: string;
    readonly run: string;
    readonly hub: string;
    readonly etc: string;
    readonly node: string;
    readonly agent: string;
    readonly ide: string;
    readonly plugins: string;
}

/** The parts of Longtable that every sandbox sees. */
export type SandboxParts = Pick<MountSources, 'node' | 'agent' | 'ide' | 'plugins'>;

export interface SandboxShape {
    readonly hostName: string;
    readonly environment: Readonly<Record<string, string>>;
    /** Names of the generated files in `etc`. */
    readonly generated: readonly string[];
    /** All of a workspace that runs, or its files alone and read-only. */
    readonly kind: 'workspace' | 'files';
    readonly memoryBytes: number;
    readonly features: BwrapFeatures;
    readonly descriptors: { readonly seccomp?: number; readonly status: number; readonly block?: number };
}

const MEBIBYTE = 1024 * 1024;

/** All options of bwrap for a sandbox. They go through a descriptor: the command line can be read inside. */
export function sandboxArguments(sources: MountSources, shape: SandboxShape): readonly string[] {
    const { descriptors, features } = shape;
    const sized = (bytes: number): readonly string[] =>
        features.boundsTemporaryFiles ? ['--size', bytes.toString()] : [];
    const temporary = Math.min(2048 * MEBIBYTE, Math.floor(shape.memoryBytes / 2));
    const shared = Math.min(512 * MEBIBYTE, Math.floor(shape.memoryBytes / 4));
    const uid = SANDBOX_UID.toString();
    return [
        ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
        ...['--unshare-net', '--uid', uid, '--gid', uid, '--cap-drop', 'ALL', '--new-session'],
        ...(features.disablesUserNamespaces ? ['--disable-userns'] : []),
        ...['--hostname', shape.hostName],
        ...['/etc', '/etc/ssh', '/etc/ssl', '/home', '/opt', '/opt/longtable', '/opt/longtable/bin', '/var'].flatMap(
            path => [...['--perms', '0755', '--dir', path]]
        ),
        ...systemMounts(),
        ...shape.generated.flatMap(name => ['--ro-bind', `${sources.etc}/${name}`, etcPath(name)]),
        ...['--proc', '/proc', '--dev', '/dev', '--perms', '1777', ...sized(shared), '--tmpfs', '/dev/shm'],
        ...['--remount-ro', '/dev'],
        ...['--perms', '1777', ...sized(temporary), '--tmpfs', '/tmp', '--symlink', '../tmp', '/var/tmp'],
        ...[...sized(16 * MEBIBYTE), '--tmpfs', '/run', '--symlink', '../run', '/var/run'],
        ...(shape.kind === 'workspace'
            ? [
                  ...['--bind', sources.workspace, PLACES.workspace, '--bind', sources.home, PLACES.home],
                  ...['--bind', sources.run, PLACES.run, '--ro-bind', sources.hub, PLACES.hub],
                  ...['--ro-bind', sources.node, PLACES.node, '--ro-bind', sources.agent, PLACES.agent],
                  ...['--ro-bind', sources.ide, PLACES.ide, '--ro-bind', sources.plugins, PLACES.plugins]
              ]
            : ['--ro-bind', sources.workspace, PLACES.workspace, '--dir', PLACES.home]),
        ...['--remount-ro', '/'],
        ...Object.entries(shape.environment).flatMap(([name, value]) => ['--setenv', name, value]),
        ...['--chdir', PLACES.workspace],
        ...(descriptors.seccomp === undefined ? [] : ['--seccomp', descriptors.seccomp.toString()]),
        ...['--json-status-fd', descriptors.status.toString()],
        ...(descriptors.block === undefined ? [] : ['--block-fd', descriptors.block.toString()])
    ];
}

/** The places of a workspace as they are, for a user who can reach them. */
export function directSources(volume: Volume, parts: SandboxParts): MountSources {
    const { workspace, home, run, hub, etc } = volume;
    const { node, agent, ide, plugins } = parts;
    return { workspace, home, run, hub, etc, node, agent, ide, plugins };
}

function etcPath(name: string): string {
    return name === 'ssh_config' ? '/etc/ssh/ssh_config' : `/etc/${name}`;
}
