import { type FrontendApplication, type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { StatusBar, StatusBarAlignment } from '@theia/core/lib/browser/status-bar/status-bar';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';

/** Views that hold nothing for someone who may only view, by their ids. */
const VIEWS = ['debug', 'scm-view-container', 'test-view-container', 'vsx-extensions-view-container'];

/** Beginnings of the ids of widgets that run something. */
const RUNNING = ['terminal-', 'debug-console'];

/** Takes away what a viewer cannot use, and says why. */
@injectable()
export class ViewerContribution implements FrontendApplicationContribution {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(StatusBar)
    protected readonly statusBar: StatusBar;

    onDidInitializeLayout(app: FrontendApplication): void {
        void this.contextService.ready.then(() => {
            if (!this.contextService.can('edit')) {
                this.makeReadOnly(app);
            }
        });
    }

    protected makeReadOnly({ shell }: FrontendApplication): void {
        for (const widget of [...shell.widgets]) {
            if (VIEWS.includes(widget.id) || RUNNING.some(beginning => widget.id.startsWith(beginning))) {
                widget.close();
            }
        }
        void this.statusBar.setElement('longtable-viewer', {
            text: '$(lock) View only',
            tooltip: 'You can view this workspace. To edit, ask its owner for access.',
            alignment: StatusBarAlignment.LEFT,
            priority: 940,
            accessibilityInformation: { label: 'View only: to edit, ask the owner for access' }
        });
    }
}
