import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ShellLayoutRestorer } from '@theia/core/lib/browser/shell/shell-layout-restorer';
import { ContainerModule } from '@theia/core/shared/inversify';
import { DisplacedLayoutContribution } from './displaced-layout-contribution';
import { DefaultLayoutCapture, LayoutCapture } from './layout-capture';
import { LayoutCaptureContribution } from './layout-capture-contribution';
import { LongtableShellLayoutRestorer } from './theia-shell-layout-restorer-override';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    bind(LongtableShellLayoutRestorer).toSelf().inSingletonScope();
    rebind(ShellLayoutRestorer).toService(LongtableShellLayoutRestorer);
    bind(DefaultLayoutCapture).toSelf().inSingletonScope();
    bind(LayoutCapture).toService(DefaultLayoutCapture);
    for (const contribution of [LayoutCaptureContribution, DisplacedLayoutContribution]) {
        bind<FrontendApplicationContribution>(contribution).toSelf().inSingletonScope();
        bind(FrontendApplicationContribution).toService(contribution);
    }
});
