import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { AccessContribution } from './access-contribution';
import { JoinRequestContribution } from './join-request-contribution';
import { DefaultWorkspaceEventsService, WorkspaceEventsService } from './workspace-events-service';

export default new ContainerModule(bind => {
    bind(DefaultWorkspaceEventsService).toSelf().inSingletonScope();
    bind(WorkspaceEventsService).toService(DefaultWorkspaceEventsService);
    for (const contribution of [AccessContribution, JoinRequestContribution]) {
        bind<FrontendApplicationContribution>(contribution).toSelf().inSingletonScope();
        bind(FrontendApplicationContribution).toService(contribution);
    }
});
