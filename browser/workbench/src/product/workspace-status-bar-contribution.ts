import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { StatusBar, StatusBarAlignment } from '@theia/core/lib/browser/status-bar/status-bar';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { WorkbenchContext } from '@longtable/common';
import { AccountCommand } from '../account/account-menu';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { PRODUCT_NAME } from './product-name';

/** Says at the left end of the status bar which workspace this is. */
@injectable()
export class WorkspaceStatusBarContribution implements FrontendApplicationContribution {
    @inject(StatusBar)
    protected readonly statusBar: StatusBar;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    onStart(): void {
        this.contextService.onDidChangeContext(context => void this.show(context));
        if (this.contextService.context) {
            void this.show(this.contextService.context);
        }
    }

    protected show({ workspace }: WorkbenchContext): Promise<void> {
        return this.statusBar.setElement('longtable-workspace', {
            // A name is text: `$(…)` in it must not become an icon.
            text: `$(home) ${workspace.name.replaceAll('$(', '$ (')}`,
            tooltip: `${PRODUCT_NAME} workspace ${workspace.name}: open the dashboard`,
            alignment: StatusBarAlignment.LEFT,
            priority: 1000,
            command: AccountCommand.openDashboard.id,
            backgroundColor: 'var(--theia-statusBarItem-remoteBackground)',
            color: 'var(--theia-statusBarItem-remoteForeground)'
        });
    }
}
