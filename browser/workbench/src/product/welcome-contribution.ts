import { CommonMenus } from '@theia/core/lib/browser/common-menus';
import { type FrontendApplication, type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { AbstractViewContribution } from '@theia/core/lib/browser/shell/view-contribution';
import { type Command, type CommandRegistry } from '@theia/core/lib/common/command';
import { type MenuModelRegistry } from '@theia/core/lib/common/menu';
import { injectable } from '@theia/core/shared/inversify';
import { WelcomeWidget } from './welcome-widget';

/** The navigator's container, by its id: the navigator is no dependency of the workbench otherwise. */
const EXPLORER_ID = 'explorer-view-container';

const OPEN_WELCOME: Command = { id: 'longtable.welcome.open', category: 'Help', label: WelcomeWidget.LABEL };

/** Opens the welcome view when nothing else is open, and whenever it is asked for. */
@injectable()
export class WelcomeContribution
    extends AbstractViewContribution<WelcomeWidget>
    implements FrontendApplicationContribution
{
    protected firstStart = false;

    constructor() {
        super({
            widgetId: WelcomeWidget.ID,
            widgetName: WelcomeWidget.LABEL,
            defaultWidgetOptions: { area: 'main' }
        });
    }

    /** Theia calls this only when there is no layout to restore. */
    initializeLayout(): void {
        this.firstStart = true;
    }

    async onDidInitializeLayout({ shell }: FrontendApplication): Promise<void> {
        if (this.firstStart) {
            await shell.revealWidget(EXPLORER_ID);
        }
        if (shell.getWidgets('main').length === 0) {
            await this.openView({ reveal: true });
        }
    }

    override registerCommands(commands: CommandRegistry): void {
        commands.registerCommand(OPEN_WELCOME, { execute: () => this.openView({ reveal: true, activate: true }) });
    }

    override registerMenus(menus: MenuModelRegistry): void {
        menus.registerMenuAction(CommonMenus.HELP, {
            commandId: OPEN_WELCOME.id,
            label: WelcomeWidget.LABEL,
            order: 'a10'
        });
    }
}
