import type { TaskClient, TaskConfiguration, TaskInfo, TaskServer } from '@theia/task/lib/common';
import type { CurrentPerson } from './current-person';
import { gitEnvironment } from './git-environment';

/** The tasks of the workspace, which all see, as one person runs them. */
export class PersonalTaskServer implements TaskServer {
    constructor(
        protected readonly tasks: TaskServer,
        protected readonly person: CurrentPerson
    ) {}

    run(
        task: TaskConfiguration,
        ...rest: [ctx?: string, option?: Parameters<TaskServer['run']>[2]]
    ): Promise<TaskInfo> {
        return this.tasks.run(asPerson(task, gitEnvironment(this.person.value)), ...rest);
    }

    kill(taskId: number): Promise<void> {
        return this.tasks.kill(taskId);
    }

    getTasks(ctx?: string): Promise<TaskInfo[]> {
        return this.tasks.getTasks(ctx);
    }

    getRegisteredTaskTypes(): Promise<string[]> {
        return this.tasks.getRegisteredTaskTypes();
    }

    customExecutionComplete(id: number, exitCode: number | undefined): Promise<void> {
        return this.tasks.customExecutionComplete(id, exitCode);
    }

    setClient(client: TaskClient): void {
        this.tasks.setClient(client);
    }

    disconnectClient(client: TaskClient): void {
        this.tasks.disconnectClient(client);
    }

    dispose(): void {
        // The tasks go on for the others.
    }
}

type Options = { env?: Record<string, string> } | undefined;

function asPerson(task: TaskConfiguration, identity: Record<string, string>): TaskConfiguration {
    const withIdentity = (options: Options): Options => ({ ...options, env: { ...options?.env, ...identity } });
    const linux = task['linux'] as { options?: Options } | undefined;
    return {
        ...task,
        options: withIdentity(task['options'] as Options),
        // These take the place of the general options where there are any.
        ...(linux?.options && { linux: { ...linux, options: withIdentity(linux.options) } })
    };
}
