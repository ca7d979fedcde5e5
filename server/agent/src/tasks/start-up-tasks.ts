import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, type AgentConfiguration, type StartUpMessage, type StartUpScript } from '@longtable/common';
import { exists } from '../clone/clone-repository.js';
import { readTaskFiles } from './read-task-files.js';
import { shellScript } from './shell-script.js';
import { StartRecord } from './start-record.js';
import { planStartUp, type PlannedChain, type StartUpPlan } from './start-up-plan.js';

interface Planned {
    readonly plan: StartUpPlan;
    readonly record: StartRecord;
}

/** What the repository wants to be done at this start of the workspace, for whichever IDE backend there is. */
export class StartUpTasks {
    private readonly start = `${Date.now().toString(36)}-${process.pid}`;
    private readonly folder: string;
    private readonly directory: string;
    private record: StartRecord | undefined;
    private planned: Planned | undefined;
    /** Whether there is a backend that has not been told yet. */
    private untold = false;

    constructor(
        private readonly configuration: Pick<
            AgentConfiguration,
            'workspaceId' | 'root' | 'folder' | 'home' | 'fromSnapshot'
        >,
        /** That of the IDE, without what the files change in it. */
        private readonly environment: NodeJS.ProcessEnv,
        /** Tells the backend that is there now. */
        private readonly send: (message: StartUpMessage) => void
    ) {
        this.folder = join(configuration.root, configuration.folder);
        this.directory = join(configuration.home, '.longtable', 'start-up');
    }

    /** What was planned; undefined before the folder was there. */
    get plan(): StartUpPlan | undefined {
        return this.planned?.plan;
    }

    /** Looks at what there is. To be called, and waited for, before the folder is made. */
    async begin(): Promise<void> {
        try {
            await mkdir(this.directory, { recursive: true, mode: 0o700 });
            await rm(this.runDirectory, { recursive: true, force: true });
            const { workspaceId, fromSnapshot } = this.configuration;
            const options = { directory: this.directory, workspaceId, fromSnapshot: fromSnapshot ?? false };
            this.record = await StartRecord.open(options, await exists(this.folder));
        } catch (error) {
            this.leaveOut(error);
        }
    }

    /** Reads the files and decides what is due. To be called once the folder is there. */
    async prepare(): Promise<void> {
        const { record } = this;
        if (record === undefined) {
            return;
        }
        try {
            const files = await readTaskFiles(this.folder, this.environment);
            const due = await record.dueOf({
                gitpod: files.gitpod.valid ? onceOf(files.gitpod.chains) : undefined,
                devcontainer: files.devcontainer.valid ? onceOf(files.devcontainer.chains) : undefined
            });
            const { kind, doneDirectory } = record;
            const plan = planStartUp(files, { kind, due, doneDirectory, marksOf: chain => this.marksOf(chain) });
            await mkdir(this.runDirectory, { recursive: true, mode: 0o700 });
            for (const chain of plan.chains) {
                await this.writeScript(chain, record, this.marksOf(chain.id));
            }
            if (plan.attach !== undefined) {
                await this.writeScript(plan.attach, record);
            }
            this.planned = { plan, record };
        } catch (error) {
            this.leaveOut(error);
        }
        await this.tellBackend();
    }

    /** A backend listens; or, with false, there is none at the moment. */
    backendChanged(listens: boolean): void {
        this.untold = listens;
        if (listens) {
            this.tellBackend().catch((error: unknown) => this.leaveOut(error));
        }
    }

    private async tellBackend(): Promise<void> {
        const message = await this.messageForBackend();
        if (message !== undefined && this.untold) {
            this.untold = false;
            this.send(message);
        }
    }

    /** Undefined when there is nothing to tell yet. Chains that an earlier backend has begun are not among those to run. */
    private async messageForBackend(): Promise<StartUpMessage | undefined> {
        if (this.planned === undefined) {
            return undefined;
        }
        const { plan, record } = this.planned;
        const marks = new Set(await readdir(this.runDirectory).catch(() => []));
        const begun = plan.chains.filter(({ id }) => marks.has(`${id}.begun`));
        const lost = begun.filter(({ id }) => !marks.has(`${id}.finished`));
        for (const { id } of lost) {
            // Whoever waits for one of them is not to wait for ever.
            await writeFile(`${this.marksOf(id)}.failed`, '');
        }
        return {
            type: 'start-up',
            start: this.start,
            kind: record.kind,
            folder: this.folder,
            environment: plan.environment,
            terminals: plan.chains.filter(chain => !begun.includes(chain)).map(chain => this.scriptOf(chain)),
            ...(plan.attach && { attach: this.scriptOf(plan.attach) }),
            lost: lost.map(({ name }) => name),
            problems: plan.problems,
            recommendations: plan.recommendations
        };
    }

    /** People are to get at their files all the more when the disk is full. */
    private leaveOut(error: unknown): void {
        console.error('Start-up tasks are left out:', messageOf(error));
    }

    /** Of this start alone: scripts, and the marks of how they get on. */
    private get runDirectory(): string {
        return join(this.directory, 'run');
    }

    private marksOf(chain: string): string {
        return join(this.runDirectory, chain);
    }

    private writeScript({ id, name, steps, wait }: PlannedChain, record: StartRecord, marks?: string): Promise<void> {
        const script = shellScript({
            name,
            steps,
            doneDirectory: record.doneDirectory,
            ...(marks !== undefined && { marks }),
            ...(wait !== undefined && { wait })
        });
        return writeFile(`${this.marksOf(id)}.bash`, script, { mode: 0o600 });
    }

    private scriptOf({ id, name, environment, openIn, openMode }: PlannedChain): StartUpScript {
        return { id, name, script: `${this.marksOf(id)}.bash`, environment, openIn, openMode };
    }
}

function onceOf(chains: StartUpPlan['chains']): readonly string[] {
    return chains.flatMap(({ steps }) => steps.filter(({ once }) => once).map(({ id }) => id));
}
