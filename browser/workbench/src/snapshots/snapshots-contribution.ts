import { WindowService } from '@theia/core/lib/browser/window/window-service';
import { type CommandContribution, type CommandRegistry } from '@theia/core/lib/common/command';
import { type MenuContribution, type MenuModelRegistry } from '@theia/core/lib/common/menu';
import { inject, injectable } from '@theia/core/shared/inversify';
import { AccountMenuGroup } from '../account/account-menu';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { SnapshotCommand } from './snapshot-commands';
import { SnapshotService } from './snapshot-service';
import { TakeSnapshotDialog } from './take-snapshot-dialog';

/** Commands and menu items to take snapshots of this workspace, and to see those that there are. */
@injectable()
export class SnapshotsContribution implements CommandContribution, MenuContribution {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(SnapshotService)
    protected readonly snapshots: SnapshotService;

    @inject(WindowService)
    protected readonly windowService: WindowService;

    registerCommands(commands: CommandRegistry): void {
        const may = (): boolean => this.contextService.can('snapshot');
        commands.registerCommand(SnapshotCommand.take, {
            execute: () => new TakeSnapshotDialog(this.snapshots).open(),
            isEnabled: may,
            isVisible: may
        });
        commands.registerCommand(SnapshotCommand.manage, {
            execute: () => {
                this.windowService.openNewWindow(this.contextService.pages.snapshots, { external: true });
            },
            isEnabled: may,
            isVisible: may
        });
    }

    registerMenus(menus: MenuModelRegistry): void {
        const group = [...AccountMenuGroup.snapshots];
        menus.registerMenuAction(group, {
            commandId: SnapshotCommand.take.id,
            label: 'Take Workspace Snapshot',
            order: '1'
        });
        menus.registerMenuAction(group, {
            commandId: SnapshotCommand.manage.id,
            label: SnapshotCommand.manage.label,
            order: '2'
        });
    }
}
