import type { Readable } from 'node:stream';
import type { WorkspaceId } from '@longtable/common';

/** The processes of a workspace that the hub speaks to. */
export type Service = 'agent' | 'ide';

/**
 * Where a service of a workspace listens. Dial it with `dial()` only: the workspace can write to the directory of a
 * unix socket, so the path must not be followed through a link that somebody put there.
 */
export type ServiceAddress =
    | { readonly kind: 'unix'; readonly path: string; readonly owner: number }
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** What a runtime has to know to make and to start a workspace. Nothing in it is a secret. */
export interface WorkspaceSpec {
    readonly id: WorkspaceId;
    /** Name of the folder in the workspace: one path component, safe on every file system. */
    readonly folder: string;
    readonly repository?: { readonly url: string; readonly ref?: string };
    /** Whether its folder was made from a snapshot, before the first start. */
    readonly fromSnapshot?: boolean;
    readonly git: { readonly name: string; readonly email: string };
}

/** What a workspace uses now. Absent where the machine does not tell. */
export interface WorkspaceStats {
    readonly memoryBytes?: number;
    readonly cpuSeconds?: number;
    readonly processes?: number;
    readonly diskBytes?: number;
}

/** How a sandbox ended that nobody asked to end. */
export interface SandboxExit {
    readonly id: WorkspaceId;
    /** For people, e.g. that it ran out of memory. */
    readonly reason: string;
}

/** What an earlier hub left running. */
export interface Recovered {
    /** Those that go on. */
    readonly running: readonly WorkspaceId[];
    /** Those that were ended, because the parts of Longtable that they ran with have been replaced since. */
    readonly outdated: readonly WorkspaceId[];
}

/** What the self-test of a runtime found, for the log and for the administrator. */
export interface RuntimeReport {
    readonly runtime: string;
    /** e.g. `cgroup v2`, `cgroup v1`, `prlimit` */
    readonly limits: string;
    /** e.g. `one uid per workspace`, `one uid for all` */
    readonly users: string;
    readonly egress: string;
}

/** A command run beside a workspace for the hub's own needs, such as packing its files. */
export interface RunResult {
    readonly stdout: Readable;
    /** Resolves when it has ended; rejects with what it wrote to stderr when the exit code is not 0. */
    readonly done: Promise<void>;
    kill(): void;
}

/** Where the files of a workspace are on this machine. Its own processes may put links into `folder`'s place and below. */
export interface WorkspaceFiles {
    /** Directory that holds the workspace's folder. */
    readonly directory: string;
    /** The home of its user. */
    readonly home: string;
    /** User and group that everything in it has to belong to; undefined where it is the hub's own. */
    readonly owner: number | undefined;
    /** Directory for what the hub itself remembers about the workspace; gone with it. */
    readonly state: string;
}

/** While it lasts, no process of a workspace runs. */
export interface Hold {
    /** Lets them go on. Safe to call more than once. */
    release(): Promise<void>;
}

/**
 * Makes, starts and stops the sandboxes of workspaces. One contract suite holds for every implementation. All
 * operations on one workspace are serialised by the caller; those on different workspaces may run at the same time.
 * Errors are `LongtableError`s.
 */
export interface Runtime {
    readonly name: 'bubblewrap' | 'process';

    /** Runs the real sandbox once. Throws `runtime-unavailable` with what to install when it cannot work here. */
    selfTest(): Promise<RuntimeReport>;

    /** Makes the volumes of a new workspace, empty: its folder is made by the agent. Leaves nothing behind when it throws. */
    create(spec: WorkspaceSpec): Promise<void>;

    /**
     * Starts the sandbox and its agent; resolves once the agent accepts connections. A no-op while it runs. When the
     * signal is aborted before that, the sandbox is ended and the start rejects with the signal's reason.
     */
    start(spec: WorkspaceSpec, signal?: AbortSignal): Promise<void>;

    /** Ends every process of the workspace: asks, then kills after `graceMilliseconds`. Resolves when none is left. */
    stop(id: WorkspaceId, graceMilliseconds?: number): Promise<void>;

    /** Stops the workspace and removes all its files. A no-op for one that does not exist. */
    destroy(id: WorkspaceId): Promise<void>;

    /** Whether the sandbox of a workspace is running now. */
    isRunning(id: WorkspaceId): Promise<boolean>;

    /**
     * After a start of the hub: takes up the sandboxes that an earlier hub left running, and ends remains of those that
     * cannot be taken up.
     */
    recover(): Promise<Recovered>;

    address(id: WorkspaceId, service: Service): ServiceAddress;

    /**
     * Holds every process of a workspace where it is; for one that does not run there is nothing to hold. What a hub
     * that was killed has held goes on with `recover`. Throws `unavailable` when a process does not let itself be held.
     */
    hold(id: WorkspaceId): Promise<Hold>;

    /** Throws `not-found`. */
    files(id: WorkspaceId): Promise<WorkspaceFiles>;

    stats(id: WorkspaceId): Promise<WorkspaceStats>;

    /**
     * Runs a command with the same confinement as the workspace, whether that runs or not: its files read-only, no
     * network, as the workspace's user, the working directory being the one that holds the workspace's folder.
     */
    run(spec: WorkspaceSpec, command: readonly string[]): RunResult;

    /** Calls back when a sandbox ends that `stop` did not end. */
    onExit(listener: (exit: SandboxExit) => void): { dispose(): void };

    /** Lets go of everything of this process, such as listeners, and leaves the sandboxes running. */
    dispose(): Promise<void>;
}
