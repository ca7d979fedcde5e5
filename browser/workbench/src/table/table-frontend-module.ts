import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { TabBarDecorator } from '@theia/core/lib/browser/shell/tab-bar-decorator';
import { CommandContribution } from '@theia/core/lib/common/command';
import { ContainerModule } from '@theia/core/shared/inversify';
import { NavigatorTreeDecorator } from '@theia/navigator/lib/browser/navigator-decorator-service';
import { CaretsContribution } from './carets-contribution';
import { ExplorerMarksDecorator } from './explorer-marks-decorator';
import { DefaultFollowService, FollowService } from './follow-service';
import { PlacesService } from './places-service';
import { SummonsContribution } from './summons-contribution';
import { TabMarksDecorator } from './tab-marks-decorator';
import { TableContribution } from './table-contribution';
import { ViewOpener } from './view-opener';

export default new ContainerModule(bind => {
    bind(ViewOpener).toSelf().inSingletonScope();
    bind(DefaultFollowService).toSelf().inSingletonScope();
    bind(FollowService).toService(DefaultFollowService);

    bind(PlacesService).toSelf().inSingletonScope();
    bind(ExplorerMarksDecorator).toSelf().inSingletonScope();
    bind(NavigatorTreeDecorator).toService(ExplorerMarksDecorator);
    bind(TabMarksDecorator).toSelf().inSingletonScope();
    bind(TabBarDecorator).toService(TabMarksDecorator);

    bind(TableContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(TableContribution);
    for (const contribution of [TableContribution, SummonsContribution, CaretsContribution]) {
        if (contribution !== TableContribution) {
            bind<FrontendApplicationContribution>(contribution).toSelf().inSingletonScope();
        }
        bind(FrontendApplicationContribution).toService(contribution);
    }
});
