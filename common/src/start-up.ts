import { z } from 'zod';

/**
 * Why a workspace starts: for the first time from its repository, again, or for the first time from a snapshot. What is
 * to be done once in the life of a workspace is done at a fresh start.
 */
export const StartKind = z.enum(['fresh', 'restart', 'snapshot']);
export type StartKind = z.infer<typeof StartKind>;

export const TERMINAL_AREAS = ['bottom', 'main', 'left', 'right'] as const;
export const TERMINAL_MODES = [
    'tab-after',
    'tab-before',
    'split-left',
    'split-right',
    'split-top',
    'split-bottom'
] as const;

/** A terminal that a shell runs the steps of one task in. */
const StartUpScript = z.object({
    /** Names it among the terminals of this start. */
    id: z.string(),
    /** Title of its tab. */
    name: z.string(),
    /** Path of the file that bash reads in the place of `~/.bashrc`; it does the steps at the first prompt. */
    script: z.string(),
    environment: z.record(z.string(), z.string()),
    openIn: z.enum(TERMINAL_AREAS),
    openMode: z.enum(TERMINAL_MODES)
});
export type StartUpScript = z.infer<typeof StartUpScript>;

/** Something in a file with start-up tasks that cannot be used. Line and column count from 1. */
export const StartUpProblem = z.object({
    /** Relative to the folder of the workspace. */
    file: z.string(),
    line: z.number().int().positive().optional(),
    column: z.number().int().positive().optional(),
    /** One sentence for people: what is wrong there, and what comes of it. */
    message: z.string()
});
export type StartUpProblem = z.infer<typeof StartUpProblem>;

/** What the agent tells an IDE backend, over its IPC channel, once that listens and the folder is there. */
export const StartUpMessage = z.object({
    type: z.literal('start-up'),
    /** Different for each start of the workspace, the same for all backends of one start. */
    start: z.string(),
    kind: StartKind,
    /** Path of the workspace's folder. */
    folder: z.string(),
    /** For all that the backend starts from now on; `null` takes a variable away. */
    environment: z.record(z.string(), z.string().nullable()),
    /** To be opened now, without anybody being there. */
    terminals: z.array(StartUpScript),
    /** To be opened whenever a tab of a browser comes. */
    attach: StartUpScript.optional(),
    /** Names of the tasks that were running in a backend that has ended, and ended with it. */
    lost: z.array(z.string()),
    problems: z.array(StartUpProblem),
    /** Ids of extensions that the repository recommends. */
    recommendations: z.array(z.string())
});
export type StartUpMessage = z.infer<typeof StartUpMessage>;

/** Path of the service of the IDE backend that tells the workbench about start-up tasks. It needs `edit`. */
export const START_UP_PATH = '/services/longtable-start-up';

/** A terminal with a start-up task that runs in the backend. */
export interface StartUpTerminal extends Pick<StartUpScript, 'id' | 'name' | 'openIn' | 'openMode'> {
    /** What Theia attaches to it by. */
    readonly terminalId: number;
    /** Whether it belongs to one tab of a browser and ends with it. */
    readonly ofTab: boolean;
}

/** What a workbench has to know of the present start. */
export interface StartUpState extends Pick<StartUpMessage, 'start' | 'lost' | 'problems' | 'recommendations'> {
    /** Different for each run of the IDE backend. */
    readonly backend: string;
    /** Those that all who edit see, and those of the tab that asks. */
    readonly terminals: readonly StartUpTerminal[];
}

/** The service at {@link START_UP_PATH}, one for each tab. */
export interface StartUpServer {
    /** Undefined as long as the agent has not told what is to be done. */
    getState(): Promise<StartUpState | undefined>;
    /** Begins what is to be done whenever a tab comes, once for each connection. */
    attach(): Promise<void>;
}

/** What the backend calls in the workbench. */
export interface StartUpClient {
    onDidChangeState(state: StartUpState): void;
}
