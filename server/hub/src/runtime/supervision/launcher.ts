import type { Volume } from '../volumes/volume.js';
import type { RunResult, Runtime, RuntimeReport, WorkspaceSpec } from '../runtime.js';
import type { Usage } from '../limits/limits.js';

/** A running sandbox as its supervisor sees it. */
export interface Sandbox {
    isAlive(): boolean;
    /** Resolves when it has ended, where this process is told of it; others have to ask. */
    readonly ended?: Promise<void>;
    /** Ends every process of it at once, also what is left when it is not alive any more. */
    kill(): Promise<void>;
    /** Why it ended, for people. Asked for before `kill` removes the traces. */
    reason(): string;
    usage(): Usage;
    /** Stops every process of it where it is. Throws `unavailable`, with everything going on, when that does not work. */
    freeze(): Promise<void>;
    /** Lets them go on; also those that an earlier hub has stopped. */
    thaw(): void;
    /** Lets go of what this process holds for it. The sandbox goes on. */
    release(): Promise<void>;
}

/** One way to run the processes of a workspace. */
export interface Launcher {
    readonly name: Runtime['name'];
    selfTest(): Promise<RuntimeReport>;
    /** Starts the agent of a workspace, whose volume is prepared. Leaves nothing running when it throws. */
    launch(spec: WorkspaceSpec, volume: Volume): Promise<Sandbox>;
    /** Takes up what an earlier hub started. Ends what is left of a sandbox that does not run any more. */
    adopt(volume: Volume): Promise<Sandbox | undefined>;
    run(spec: WorkspaceSpec, volume: Promise<Volume>, command: readonly string[]): RunResult;
    /** Ends what belongs to none of the volumes. */
    sweep(volumes: readonly Volume[]): Promise<void>;
    dispose(): Promise<void>;
}
