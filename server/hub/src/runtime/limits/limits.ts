import type { RuntimeOptions } from '../runtime-options.js';

export type Limits = RuntimeOptions['limits'];

/** What the processes of a group use, as far as the machine tells. */
export interface Usage {
    readonly memoryBytes?: number;
    readonly cpuSeconds?: number;
    readonly processes?: number;
}

/** The processes of one sandbox as the kernel keeps them together. */
export interface ProcessGroup {
    /** A process joins by writing `0` to each of these. */
    readonly joinFiles: readonly string[];
    /** Whether `processes` answers for all of the sandbox; false where the machine has no control groups for us. */
    readonly isComplete: boolean;
    processes(): readonly number[];
    /** Sends SIGKILL to everything in it, once. */
    kill(): void;
    /** Stops all of it where it is, at once; false where the machine cannot. Throws when something does not stop in time. */
    freeze(): Promise<boolean>;
    /** Lets it go on; a no-op for what is not frozen. */
    thaw(): void;
    usage(): Usage;
    /** How often a process in it was killed because memory ran out. */
    memoryKills(): number;
    /** Removes the group, which must be empty. */
    remove(): Promise<void>;
}

/** One way to hold sandboxes to their limits. */
export interface Limiter {
    /** For the administrator. */
    readonly description: string;
    /** Makes the group of a sandbox with its limits set. An empty one of the same name is used again. */
    create(name: string): Promise<ProcessGroup>;
    /** The group of a sandbox that an earlier hub made; one without processes when there is none. */
    existing(name: string): ProcessGroup;
    /** Options of `prlimit` for the first process in the sandbox, for what the groups do not limit. */
    readonly resourceLimits: readonly string[];
    /** Names of the groups that there are. */
    names(): readonly string[];
    /** Removes what all groups share, if no group is left. */
    dispose(): Promise<void>;
}
