import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { DepartureService } from '../connection/departure-service';
import { endedView } from '../connection/connection-view';
import { UnsavedTextService } from '../connection/unsaved-text-service';
import { WorkspaceClearance } from '../connection/workspace-clearance';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { accessWords } from '../people/person-words';
import { DefaultWorkspaceEventsService, type RoleEvent } from './workspace-events-service';

/** Long enough to read the sentence before the page loads anew, in milliseconds. */
const RELOAD_AFTER_MS = 2500;

/** Listens to the hub, and acts when this person's own right changes or ends. */
@injectable()
export class AccessContribution implements FrontendApplicationContribution {
    @inject(DefaultWorkspaceEventsService)
    protected readonly events: DefaultWorkspaceEventsService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(WorkspaceClearance)
    protected readonly clearance: WorkspaceClearance;

    @inject(DepartureService)
    protected readonly departure: DepartureService;

    @inject(UnsavedTextService)
    protected readonly unsaved: UnsavedTextService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    onStart(): void {
        this.events.onDidEnd(message => this.clearance.clear(endedView(message, this.contextService.pages)));
        this.events.onDidChangeRole(event => this.onRoleChanged(event));
        this.events.start();
    }

    onStop(): void {
        this.events.dispose();
    }

    protected onRoleChanged({ role, by }: RoleEvent): void {
        const sentence = `${by} changed what you can do: ${accessWords[role].toLowerCase()}.`;
        void this.messages.info(`${sentence} The page loads anew.`, { timeout: -1 });
        this.departure.begin('Loading anew…');
        window.setTimeout(() => {
            if (!this.clearance.cleared) {
                this.unsaved.prepareToLeave();
                window.location.reload();
            }
        }, RELOAD_AFTER_MS);
    }
}
