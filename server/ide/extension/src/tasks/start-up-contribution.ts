import { StartUpMessage } from '@longtable/common';
import type { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { inject, injectable } from '@theia/core/shared/inversify';
import { StartUpTasks } from './start-up-tasks';

/** Hears from the agent, the parent process, what is to be done at this start of the workspace. */
@injectable()
export class StartUpContribution implements BackendApplicationContribution {
    @inject(StartUpTasks)
    protected readonly tasks: StartUpTasks;

    onStart(): void {
        process.on('message', (message: unknown) => {
            const { success, data } = StartUpMessage.safeParse(message);
            if (success) {
                this.tasks.run(data);
            }
        });
    }
}
