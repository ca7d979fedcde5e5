import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { ConnectionCloseContribution } from './connection-close-contribution';
import { ConnectionContribution } from './connection-contribution';
import { DefaultDepartureService, DepartureService } from './departure-service';
import { UnsavedTextContribution } from './unsaved-text-contribution';
import { UnsavedTextService } from './unsaved-text-service';
import { DefaultWorkspaceClearance, WorkspaceClearance } from './workspace-clearance';

export default new ContainerModule(bind => {
    bind(DefaultDepartureService).toSelf().inSingletonScope();
    bind(DepartureService).toService(DefaultDepartureService);
    bind(UnsavedTextService).toSelf().inSingletonScope();
    bind(DefaultWorkspaceClearance).toSelf().inSingletonScope();
    bind(WorkspaceClearance).toService(DefaultWorkspaceClearance);
    for (const contribution of [ConnectionContribution, ConnectionCloseContribution, UnsavedTextContribution]) {
        bind<FrontendApplicationContribution>(contribution).toSelf().inSingletonScope();
        bind(FrontendApplicationContribution).toService(contribution);
    }
});
