import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { ScmCommitWidget } from '@theia/scm/lib/browser/scm-commit-widget';
import { CoAuthorsService, DefaultCoAuthorsService } from './co-authors-service';
import { LongtableScmCommitWidget } from './theia-scm-commit-widget-override';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    bind(DefaultCoAuthorsService).toSelf().inSingletonScope();
    bind(CoAuthorsService).toService(DefaultCoAuthorsService);
    bind(FrontendApplicationContribution).toService(DefaultCoAuthorsService);
    rebind(ScmCommitWidget).to(LongtableScmCommitWidget);
});
