import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { bindViewContribution } from '@theia/core/lib/browser/shell/view-contribution';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TopRightItem } from '../shell/top-right-item';
import { DefaultMembersService, MembersService } from './members-service';
import { PeopleActions } from './people-actions';
import { PeoplePanelWidget } from './people-panel-widget';
import { PeopleViewContribution } from './people-view-contribution';
import { PeopleWidget } from './people-widget';
import { ColorContribution } from '@theia/core/lib/browser/color-application-contribution';
import { FrontView } from './front-view';
import { PersonColourContribution } from './person-colour-contribution';
import { PersonPopover } from './person-popover';
import { DefaultPresenceService, PresenceService } from './presence-service';

export default new ContainerModule(bind => {
    bind(DefaultPresenceService).toSelf().inSingletonScope();
    bind(PresenceService).toService(DefaultPresenceService);
    bind(DefaultMembersService).toSelf().inSingletonScope();
    bind(MembersService).toService(DefaultMembersService);
    bind(PeopleActions).toSelf().inSingletonScope();
    bind(FrontView).toSelf().inSingletonScope();
    bind(PersonColourContribution).toSelf().inSingletonScope();
    bind(ColorContribution).toService(PersonColourContribution);
    bind(PersonPopover).toSelf().inSingletonScope();

    bind(PeopleWidget).toSelf().inSingletonScope();
    bind(TopRightItem)
        .toDynamicValue(({ container }) => ({ order: 50, widget: container.get(PeopleWidget) }))
        .inSingletonScope();

    bind(PeoplePanelWidget).toSelf();
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: PeoplePanelWidget.ID,
            createWidget: () => container.get(PeoplePanelWidget)
        }))
        .inSingletonScope();
    bindViewContribution(bind, PeopleViewContribution);
    bind(FrontendApplicationContribution).toService(PeopleViewContribution);
});
