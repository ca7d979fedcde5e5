import { CommandContribution } from '@theia/core/lib/common/command';
import { MenuContribution } from '@theia/core/lib/common/menu';
import { ContainerModule } from '@theia/core/shared/inversify';
import { DefaultSnapshotService, SnapshotService } from './snapshot-service';
import { SnapshotsContribution } from './snapshots-contribution';

export default new ContainerModule(bind => {
    bind(DefaultSnapshotService).toSelf().inSingletonScope();
    bind(SnapshotService).toService(DefaultSnapshotService);
    bind(SnapshotsContribution).toSelf().inSingletonScope();
    bind(CommandContribution).toService(SnapshotsContribution);
    bind(MenuContribution).toService(SnapshotsContribution);
});
