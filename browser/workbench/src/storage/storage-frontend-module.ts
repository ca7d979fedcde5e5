import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { LocalStorageService } from '@theia/core/lib/browser/storage-service';
import { ContainerModule } from '@theia/core/shared/inversify';
import { FarewellContribution } from './farewell-contribution';
import { LongtableLocalStorageService } from './theia-local-storage-service-override';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    bind(LongtableLocalStorageService).toSelf().inSingletonScope();
    rebind(LocalStorageService).toService(LongtableLocalStorageService);
    bind<FrontendApplicationContribution>(FarewellContribution).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(FarewellContribution);
});
