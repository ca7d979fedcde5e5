import type { Progress, Workspace } from '@longtable/common';

export type StepState = 'done' | 'current' | 'waiting' | 'failed';

/** A step on the way to a running workspace, as it is shown. */
export interface StartStep {
    readonly step: Progress['step'];
    readonly title: string;
    readonly state: StepState;
    /** What git or the sandbox says about it. */
    readonly detail: string | undefined;
    readonly percent: number | undefined;
}

const order: readonly Progress['step'][] = ['sandbox', 'restore', 'clone', 'ide'];

const titles: Readonly<Record<Progress['step'], Readonly<Record<StepState, string>>>> = {
    sandbox: {
        waiting: 'Set up the sandbox',
        current: 'Setting up the sandbox',
        done: 'Sandbox is set up',
        failed: 'The sandbox could not be set up'
    },
    restore: {
        waiting: 'Copy the files of the snapshot',
        current: 'Copying the files of the snapshot',
        done: 'Files are copied',
        failed: 'The files could not be copied'
    },
    clone: {
        waiting: 'Clone the repository',
        current: 'Cloning the repository',
        done: 'Repository is cloned',
        failed: 'The repository could not be cloned'
    },
    ide: {
        waiting: 'Start the IDE',
        current: 'Starting the IDE',
        done: 'IDE is running',
        failed: 'The IDE could not be started'
    }
};

/** The steps of a workspace that is coming up or has failed to. A workspace that was there before is not cloned again. */
export function startSteps(
    workspace: Pick<Workspace, 'status' | 'progress' | 'repository' | 'snapshot' | 'lastStartedAt'>
): StartStep[] {
    const { status, progress } = workspace;
    const making = status === 'creating';
    const copies = workspace.snapshot !== undefined && (making || progress?.step === 'restore');
    const clones = workspace.repository !== undefined && !workspace.snapshot && (making || progress?.step === 'clone');
    const shown = order.filter(step => (step !== 'clone' || clones) && (step !== 'restore' || copies));
    const now = order.indexOf(progress?.step ?? 'sandbox');
    // Of a step that is not shown the one before it is still under way.
    const reached = shown.findLastIndex(step => order.indexOf(step) <= now);
    return shown.map((step, index) => {
        const state = stateOf(status, index, reached);
        return {
            step,
            title: titles[step][state],
            state,
            detail: state === 'current' ? progress?.message : undefined,
            percent: state === 'current' ? progress?.percent : undefined
        };
    });
}

function stateOf(status: Workspace['status'], index: number, reached: number): StepState {
    if (status === 'running' || index < reached) {
        return 'done';
    }
    if (index > reached) {
        return 'waiting';
    }
    return status === 'failed' ? 'failed' : 'current';
}
