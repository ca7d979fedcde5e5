import { PreloadContribution } from '@theia/core/lib/browser/preload/preloader';
import { ContainerModule } from '@theia/core/shared/inversify';
import { askForExtensions } from './early-extensions';

// The answer is read while Theia loads its modules; nothing waits for it here.
askForExtensions();

export default new ContainerModule(bind => {
    bind(PreloadContribution).toConstantValue({ initialize: () => undefined });
});
