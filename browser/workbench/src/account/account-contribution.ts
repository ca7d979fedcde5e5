import { messageOf } from '@longtable/common';
import { ConfirmDialog, ConfirmDialogProps } from '@theia/core/lib/browser/dialogs';
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { type Command, type CommandContribution, type CommandRegistry } from '@theia/core/lib/common/command';
import { type MenuContribution, type MenuModelRegistry } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { AccountCommand, AccountMenuGroup } from './account-menu';
import { AccountWidget } from './account-widget';
import { HubSessionService } from './hub-session-service';

/** Commands of the account menu, and the menu itself. */
@injectable()
export class AccountContribution implements CommandContribution, MenuContribution {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(HubSessionService)
    protected readonly session: HubSessionService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    @inject(ApplicationShell)
    protected readonly shell: ApplicationShell;

    @inject(AccountWidget)
    protected readonly widget: AccountWidget;

    registerCommands(commands: CommandRegistry): void {
        const mayStop = (): boolean => this.contextService.can('manage');
        commands.registerCommand(AccountCommand.openDashboard, { execute: () => this.session.openDashboard() });
        commands.registerCommand(AccountCommand.stop, {
            execute: () => this.stop(),
            isEnabled: mayStop,
            isVisible: mayStop
        });
        commands.registerCommand(AccountCommand.signOut, { execute: () => this.signOut() });
        commands.registerCommand(AccountCommand.showMenu, { execute: () => this.widget.openMenu() });
    }

    registerMenus(menus: MenuModelRegistry): void {
        const add = (group: readonly string[], command: Command, order: string): void => {
            // The label goes without the category, which only the command palette needs.
            menus.registerMenuAction([...group], { commandId: command.id, label: command.label, order });
        };
        add(AccountMenuGroup.workspace, AccountCommand.openDashboard, '1');
        add(AccountMenuGroup.workspace, AccountCommand.stop, '2');
        add(AccountMenuGroup.session, AccountCommand.signOut, '1');
    }

    protected async stop(): Promise<void> {
        const question = Object.assign(new ConfirmDialogProps(), {
            title: 'Stop Workspace',
            msg:
                'Terminals and running programs end, for everyone who is in this workspace. ' +
                'Files are kept, and the workspace can be started again.',
            ok: 'Stop Workspace'
        });
        const confirmed = await new ConfirmDialog(question).open();
        if (confirmed) {
            await this.tellErrors(() => this.session.stopWorkspace());
        }
    }

    protected async signOut(): Promise<void> {
        await this.tellErrors(() => this.session.signOut());
    }

    protected async tellErrors(leave: () => Promise<void>): Promise<void> {
        try {
            await this.shell.saveAll();
            await leave();
        } catch (error) {
            await this.messages.error(messageOf(error));
        }
    }
}
