import { BoxLayout } from '@theia/core/lib/browser/widgets/widget';
import { type FrontendApplication, type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { StatusBar, StatusBarAlignment } from '@theia/core/lib/browser/status-bar/status-bar';
import { Widget } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';

const sentence =
    'This workspace has no sandbox: what runs here can read and change everything that the account running Longtable can.';

/** Says, as long as the page is open, that the installation runs workspaces without a sandbox. */
@injectable()
export class NoSandboxContribution implements FrontendApplicationContribution {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(StatusBar)
    protected readonly statusBar: StatusBar;

    onStart(app: FrontendApplication): void {
        void this.contextService.ready.then(({ runtime }) => (runtime === 'process' ? this.show(app) : undefined));
    }

    protected show(app: FrontendApplication): Promise<void> {
        const { layout } = app.shell;
        if (layout instanceof BoxLayout) {
            const banner = createBanner();
            BoxLayout.setStretch(banner, 0);
            layout.insertWidget(1, banner);
        }
        return this.statusBar.setElement('longtable-no-sandbox', {
            text: '$(warning) No sandbox',
            tooltip: sentence,
            alignment: StatusBarAlignment.LEFT,
            priority: 900,
            backgroundColor: 'var(--theia-statusBarItem-warningBackground)',
            color: 'var(--theia-statusBarItem-warningForeground)',
            accessibilityInformation: { label: sentence }
        });
    }
}

function createBanner(): Widget {
    const banner = new Widget();
    banner.id = 'longtable-no-sandbox-banner';
    banner.addClass('longtable-banner');
    banner.node.setAttribute('role', 'note');
    const icon = document.createElement('span');
    icon.className = 'codicon codicon-warning';
    icon.setAttribute('aria-hidden', 'true');
    const text = document.createElement('span');
    text.textContent = sentence;
    banner.node.append(icon, text);
    return banner;
}
