import { PreloadContribution } from '@theia/core/lib/browser/preload/preloader';
import { ContainerModule } from '@theia/core/shared/inversify';
import { firstContextAnswer } from './context-request';

// The answer travels while Theia loads its modules; nothing waits for it here.
void firstContextAnswer();

export default new ContainerModule(bind => {
    bind(PreloadContribution).toConstantValue({ initialize: () => undefined });
});
