import type { JoinRequest } from '@longtable/common';
import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PeopleActions } from '../people/people-actions';
import { Newcomers } from './newcomers';
import { WorkspaceEventsService } from './workspace-events-service';

const admitAsViewer = 'Admit (Can view)';
const admitAsEditor = 'Admit (Can edit)';
const refuse = 'Refuse';

/** Asks the owner about everyone who wants to enter. Whoever is not answered here still waits in the panel. */
@injectable()
export class JoinRequestContribution implements FrontendApplicationContribution {
    @inject(WorkspaceEventsService)
    protected readonly events: WorkspaceEventsService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    @inject(PeopleActions)
    protected readonly actions: PeopleActions;

    protected readonly newcomers = new Newcomers();

    onStart(): void {
        this.events.onDidChangeRequests(requests => {
            for (const request of this.newcomers.of(requests)) {
                void this.ask(request);
            }
        });
    }

    protected async ask(request: JoinRequest): Promise<void> {
        const answer = await this.messages.info(
            `${request.name} asks to enter.`,
            { timeout: -1 },
            admitAsViewer,
            admitAsEditor,
            refuse
        );
        if (answer === undefined) {
            // Closed without a decision: the panel still shows them.
            return;
        }
        if (!this.events.requests.some(({ userId }) => userId === request.userId)) {
            void this.messages.info(`${request.name} does not wait any more.`, { timeout: 5000 });
            return;
        }
        await (answer === refuse
            ? this.actions.refuse(request)
            : this.actions.admit(request, answer === admitAsEditor ? 'editor' : 'viewer'));
    }
}
