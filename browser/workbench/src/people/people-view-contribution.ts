import { AbstractViewContribution } from '@theia/core/lib/browser/shell/view-contribution';
import { type FrontendApplication, type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { type CommandRegistry } from '@theia/core/lib/common/command';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkspaceClearance } from '../connection/workspace-clearance';
import { PeopleCommand } from './people-commands';
import { PeoplePanelWidget } from './people-panel-widget';
import { DefaultPresenceService } from './presence-service';

/** The panel of people in the activity bar, and presence for as long as the page is open. */
@injectable()
export class PeopleViewContribution
    extends AbstractViewContribution<PeoplePanelWidget>
    implements FrontendApplicationContribution
{
    @inject(DefaultPresenceService)
    protected readonly presence: DefaultPresenceService;

    @inject(WorkspaceClearance)
    protected readonly clearance: WorkspaceClearance;

    constructor() {
        super({
            widgetId: PeoplePanelWidget.ID,
            widgetName: PeoplePanelWidget.LABEL,
            defaultWidgetOptions: { area: 'left', rank: 600 },
            toggleCommandId: 'longtable.people.toggle'
        });
    }

    onStart(): void {
        this.clearance.onDidClear(() => this.presence.dispose());
        this.presence.start();
    }

    onStop(): void {
        this.presence.dispose();
    }

    async initializeLayout(_app: FrontendApplication): Promise<void> {
        await this.openView({ activate: false, reveal: false });
    }

    override registerCommands(commands: CommandRegistry): void {
        super.registerCommands(commands);
        commands.registerCommand(PeopleCommand.showPanel, {
            execute: () => this.openView({ activate: true, reveal: true })
        });
    }
}
