import type { StartUpProblem, StartUpScript } from '@longtable/common';

/** One thing to do. */
export interface Step {
    /** Names it in the record of what was done, e.g. `gitpod-0.init`. */
    readonly id: string;
    /** As its file calls it, e.g. `init`. */
    readonly name: string;
    /** Whether it is to be done once in the life of a workspace. */
    readonly once: boolean;
    /** What the terminal shows of it. */
    readonly shown: string;
    /** What bash evaluates. */
    readonly text: string;
}

/** Steps that run one after the other in a terminal of their own. */
export interface Chain extends Pick<StartUpScript, 'id' | 'name' | 'environment' | 'openIn' | 'openMode'> {
    readonly steps: readonly Step[];
}

/** What a file with start-up tasks says, or what is wrong with it. */
export interface TaskFile {
    /** Whether it is valid; of one that is not, there are problems and nothing else. */
    readonly valid: boolean;
    readonly chains: readonly Chain[];
    /** What is done whenever a tab of a browser comes. */
    readonly attach?: Chain;
    readonly environment: Readonly<Record<string, string | null>>;
    readonly recommendations: readonly string[];
    /** Ports, or `host:port` as other services of the container are named. */
    readonly forwardPorts: readonly (number | string)[];
    readonly problems: readonly StartUpProblem[];
}

export const NO_TASKS: TaskFile = {
    valid: true,
    chains: [],
    environment: {},
    recommendations: [],
    forwardPorts: [],
    problems: []
};
