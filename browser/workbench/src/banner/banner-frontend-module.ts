import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { NoSandboxContribution } from './no-sandbox-contribution';

export default new ContainerModule(bind => {
    bind(NoSandboxContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(NoSandboxContribution);
});
