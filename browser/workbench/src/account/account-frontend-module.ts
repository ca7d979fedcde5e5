import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TopRightItem } from '../shell/top-right-item';
import { AccountContribution } from './account-contribution';
import { AccountWidget } from './account-widget';
import { DefaultHubSessionService, HubSessionService } from './hub-session-service';

export default new ContainerModule(bind => {
    bind(DefaultHubSessionService).toSelf().inSingletonScope();
    bind(HubSessionService).toService(DefaultHubSessionService);
    bind(AccountWidget).toSelf().inSingletonScope();
    bind(TopRightItem)
        .toDynamicValue(({ container }) => ({ order: 100, widget: container.get(AccountWidget) }))
        .inSingletonScope();
    bind(AccountContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(AccountContribution);
    bind(MenuContribution).toService(AccountContribution);
});
