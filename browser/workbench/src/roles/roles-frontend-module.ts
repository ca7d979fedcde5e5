import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { CommandRegistry } from '@theia/core/lib/common/command';
import { ContainerModule } from '@theia/core/shared/inversify';
import { RemoteFileSystemProvider } from '@theia/filesystem/lib/common/remote-file-system-provider';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { refuseForViewers } from './theia-command-registry-override';
import { LongtableRemoteFileSystemProvider } from './theia-remote-file-system-provider-override';
import { ViewerContribution } from './viewer-contribution';

export default new ContainerModule((bind, _unbind, _isBound, rebind, _unbindAsync, onActivation) => {
    onActivation(CommandRegistry, ({ container }, registry) =>
        refuseForViewers(registry, container.get<WorkbenchContextService>(WorkbenchContextService))
    );
    rebind(RemoteFileSystemProvider).to(LongtableRemoteFileSystemProvider).inSingletonScope();
    bind(ViewerContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(ViewerContribution);
});
