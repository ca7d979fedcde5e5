import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { StartUpContribution } from './start-up-contribution';
import { StartUpMemory } from './start-up-memory';
import { StartUpNotices } from './start-up-notices';
import { DefaultStartUpService, StartUpService } from './start-up-service';
import { StartUpTerminals } from './start-up-terminals';

export default new ContainerModule(bind => {
    bind(DefaultStartUpService).toSelf().inSingletonScope();
    bind(StartUpService).toService(DefaultStartUpService);
    bind(StartUpTerminals).toSelf().inSingletonScope();
    bind(StartUpMemory).toSelf().inSingletonScope();
    bind(StartUpNotices).toSelf().inSingletonScope();
    bind(StartUpContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(StartUpContribution);
});
