import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ContainerModule } from '@theia/core/shared/inversify';
import { InvitationService } from './invitation-service';
import { SharingContribution } from './sharing-contribution';
import { DefaultSharingService, SharingService } from './sharing-service';
import { SharingStatusBarContribution } from './sharing-status-bar-contribution';

export default new ContainerModule(bind => {
    bind(DefaultSharingService).toSelf().inSingletonScope();
    bind(SharingService).toService(DefaultSharingService);
    bind(InvitationService).toSelf().inSingletonScope();
    bind(SharingContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(SharingContribution);
    bind(MenuContribution).toService(SharingContribution);
    bind(SharingStatusBarContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(SharingStatusBarContribution);
});
