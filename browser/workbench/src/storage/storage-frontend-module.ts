import { LocalStorageService } from '@theia/core/lib/browser/storage-service';
import { ContainerModule } from '@theia/core/shared/inversify';
import { LongtableLocalStorageService } from './theia-local-storage-service-override';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    bind(LongtableLocalStorageService).toSelf().inSingletonScope();
    rebind(LocalStorageService).toService(LongtableLocalStorageService);
});
