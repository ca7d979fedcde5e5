import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { CommandRegistry } from '@theia/core/lib/common/command';
import { MenuModelRegistry } from '@theia/core/lib/common/menu/menu-model-registry';
import { ContainerModule } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { refuseForViewers } from './theia-command-registry-override';
import { dropMenusForViewers } from './theia-menu-model-registry-override';
import { ViewerContribution } from './viewer-contribution';

export default new ContainerModule((bind, _unbind, _isBound, _rebind, _unbindAsync, onActivation) => {
    onActivation(CommandRegistry, ({ container }, registry) =>
        refuseForViewers(registry, container.get<WorkbenchContextService>(WorkbenchContextService))
    );
    onActivation(MenuModelRegistry, ({ container }, registry) =>
        dropMenusForViewers(registry, container.get<WorkbenchContextService>(WorkbenchContextService))
    );
    bind(ViewerContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(ViewerContribution);
});
