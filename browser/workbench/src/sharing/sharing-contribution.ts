import { messageOf } from '@longtable/common';
import { type Command, type CommandContribution, type CommandRegistry } from '@theia/core/lib/common/command';
import { type MenuContribution, type MenuModelRegistry } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { AccountMenuGroup } from '../account/account-menu';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { InvitationService } from './invitation-service';
import { ShareDialog } from './share-dialog';
import { SharingCommand } from './sharing-commands';
import { SharingService } from './sharing-service';

/** Commands and menu items to share this workspace and to stop that. */
@injectable()
export class SharingContribution implements CommandContribution, MenuContribution {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(SharingService)
    protected readonly sharing: SharingService;

    @inject(InvitationService)
    protected readonly invitation: InvitationService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    registerCommands(commands: CommandRegistry): void {
        const mayShare = (): boolean => this.contextService.can('manage');
        const mayStop = (): boolean => mayShare() && this.sharing.shared === true;
        commands.registerCommand(SharingCommand.share, {
            execute: () => this.openDialog(),
            isEnabled: mayShare,
            isVisible: mayShare
        });
        commands.registerCommand(SharingCommand.stop, {
            execute: () => this.stop(),
            isEnabled: mayStop,
            isVisible: mayStop
        });
    }

    registerMenus(menus: MenuModelRegistry): void {
        const add = (command: Command, order: string): void => {
            menus.registerMenuAction([...AccountMenuGroup.sharing], {
                commandId: command.id,
                label: command.label,
                order
            });
        };
        add(SharingCommand.share, '1');
        add(SharingCommand.stop, '2');
    }

    protected async openDialog(): Promise<void> {
        try {
            // The link of a share that exists has to be the one that is true now.
            await this.sharing.refresh();
        } catch (error) {
            this.tell(error);
            return;
        }
        await new ShareDialog(this.sharing, this.invitation).open();
    }

    protected async stop(): Promise<void> {
        try {
            await this.sharing.stop();
            void this.messages.info('Sharing has ended. Whoever was invited is out, and the old link leads nowhere.', {
                timeout: 8000
            });
        } catch (error) {
            this.tell(error);
        }
    }

    protected tell(error: unknown): void {
        void this.messages.error(messageOf(error));
    }
}
