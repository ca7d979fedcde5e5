import type { StartKind, StartUpMessage } from '@longtable/common';
import { DEV_CONTAINER } from './dev-container-file.js';
import type { TaskFiles } from './read-task-files.js';
import { quote } from './shell-words.js';
import type { Chain, Step } from './task-file.js';

/** A chain with what is due of it, and what it waits for. */
export interface PlannedChain extends Chain {
    readonly wait?: string;
}

/** What is done at one start of a workspace. */
export interface StartUpPlan extends Pick<StartUpMessage, 'environment' | 'problems' | 'recommendations'> {
    readonly chains: readonly PlannedChain[];
    readonly attach?: PlannedChain;
    readonly forwardPorts: readonly (number | string)[];
}

export interface PlanOptions {
    readonly kind: StartKind;
    /** Ids of the steps that are to be done once and are due now. */
    readonly due: ReadonlySet<string>;
    readonly doneDirectory: string;
    /** Path of a chain's marks, as {@link ScriptOptions.marks}. */
    readonly marksOf: (chain: string) => string;
}

/** Decides what of the files is due now. */
export function planStartUp(files: TaskFiles, options: PlanOptions): StartUpPlan {
    const { gitpod, [DEV_CONTAINER]: container } = files;
    const environment = { LONGTABLE_START: options.kind };
    const due = (chain: Chain): PlannedChain => ({
        ...chain,
        steps: chain.steps.filter(({ once, id }) => !once || options.due.has(id)),
        environment: { ...environment, ...chain.environment }
    });
    const creation = container.chains.map(due).filter(({ steps }) => steps.length > 0);
    const lastOnce = creation.flatMap(({ steps }) => steps).findLast(({ once }) => once);
    const marks = creation.length > 0 ? options.marksOf(DEV_CONTAINER) : undefined;
    return {
        chains: [
            ...creation,
            ...gitpod.chains.map(due).map(chain => ({
                ...chain,
                ...(marks !== undefined &&
                    lastOnce !== undefined &&
                    chain.steps.length > 0 && { wait: waitForCreation(marks, lastOnce, options.doneDirectory) })
            }))
        ],
        ...(container.attach && {
            attach: { ...due(container.attach), ...(marks !== undefined && { wait: waitForEnd(marks) }) }
        }),
        environment: container.environment,
        recommendations: [...new Set([...gitpod.recommendations, ...container.recommendations])],
        forwardPorts: container.forwardPorts,
        problems: [...gitpod.problems, ...container.problems]
    };
}

function waitForCreation(marks: string, lastOnce: Step, doneDirectory: string): string {
    return until([`${doneDirectory}/${lastOnce.id}`, `${marks}.finished`, `${marks}.failed`]);
}

function waitForEnd(marks: string): string {
    const failed = quote(`${marks}.failed`);
    return [
        until([`${marks}.finished`, `${marks}.failed`]),
        `if [ -e ${failed} ]; then echo 'Not run: the commands of the dev container did not end well.'; __longtable_over=1; fi`
    ].join('\n');
}

function until(files: readonly string[]): string {
    const there = files.map(file => `[ -e ${quote(file)} ]`).join(' || ');
    return `${there} || { echo 'Waits for the commands of the dev container.'; until ${there}; do sleep 0.2; done; }`;
}
