import { ContainerModule } from '@theia/core/shared/inversify';
import { DefaultWorkbenchContextService, WorkbenchContextService } from './workbench-context-service';

export default new ContainerModule(bind => {
    bind(DefaultWorkbenchContextService).toSelf().inSingletonScope();
    bind(WorkbenchContextService).toService(DefaultWorkbenchContextService);
});
