import '../../src/style/index.css';

import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { bindRootContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { ContainerModule } from '@theia/core/shared/inversify';
import { LongtableApplicationShell } from './theia-application-shell-override';
import { TopRightContribution } from './top-right-contribution';
import { TopRightItem } from './top-right-item';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    rebind(ApplicationShell).to(LongtableApplicationShell).inSingletonScope();
    bindRootContributionProvider(bind, TopRightItem);
    bind(TopRightContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(TopRightContribution);
});
