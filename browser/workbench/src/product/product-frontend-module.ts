import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { AboutDialog } from '@theia/core/lib/browser/about-dialog';
import { bindViewContribution } from '@theia/core/lib/browser/shell/view-contribution';
import { WidgetFactory } from '@theia/core/lib/browser/widget-manager';
import { ContainerModule } from '@theia/core/shared/inversify';
import { ProductTitleContribution } from './product-title-contribution';
import { ReadmeFinder } from './readme-finder';
import { LongtableAboutDialog } from './theia-about-dialog-override';
import { WelcomeContribution } from './welcome-contribution';
import { WelcomeWidget } from './welcome-widget';
import { WorkspaceStatusBarContribution } from './workspace-status-bar-contribution';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    rebind(AboutDialog).to(LongtableAboutDialog).inSingletonScope();

    bind(ReadmeFinder).toSelf().inSingletonScope();
    bind(WelcomeWidget).toSelf();
    bind(WidgetFactory)
        .toDynamicValue(({ container }) => ({
            id: WelcomeWidget.ID,
            createWidget: () => container.get(WelcomeWidget)
        }))
        .inSingletonScope();
    bindViewContribution(bind, WelcomeContribution);
    bind(FrontendApplicationContribution).toService(WelcomeContribution);

    for (const contribution of [ProductTitleContribution, WorkspaceStatusBarContribution]) {
        bind<FrontendApplicationContribution>(contribution).toSelf().inSingletonScope();
        bind(FrontendApplicationContribution).toService(contribution);
    }
});
