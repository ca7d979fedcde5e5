import { messageOf, type GuestRole, type PresenceLocation } from '@longtable/common';
import { ConfirmDialog, ConfirmDialogProps } from '@theia/core/lib/browser/dialogs';
import { open, OpenerService } from '@theia/core/lib/browser/opener-service';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type EditorOpenerOptions } from '@theia/editor/lib/browser/editor-manager';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { MembersService } from './members-service';
import { accessWords } from './person-words';

/** Someone to whom something is done. */
export interface Someone {
    readonly userId: string;
    readonly name: string;
}

/** What one can do about a person from their card or the panel. Nothing here rejects: people are told instead. */
@injectable()
export class PeopleActions {
    @inject(MembersService)
    protected readonly members: MembersService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    @inject(OpenerService)
    protected readonly openers: OpenerService;

    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    /** Opens the file that someone has open, at their line. */
    async goTo({ path, line }: PresenceLocation): Promise<void> {
        const uri = this.workspaceService.getWorkspaceRootUri(undefined)?.resolve(path);
        if (!uri) {
            return;
        }
        const position = line === undefined ? undefined : { line: line - 1, character: 0 };
        const options: EditorOpenerOptions = position ? { selection: { start: position, end: position } } : {};
        await this.tellErrors(() => open(this.openers, uri, options));
    }

    async changeRole({ userId, name }: Someone, role: GuestRole): Promise<void> {
        await this.tellErrors(async () => {
            await this.members.changeRole(userId, role);
            void this.messages.info(`${name}: ${accessWords[role].toLowerCase()} from now on.`, { timeout: 5000 });
        });
    }

    async remove({ userId, name }: Someone): Promise<void> {
        const question = Object.assign(new ConfirmDialogProps(), {
            title: `Remove ${name}`,
            msg:
                `${name} leaves this workspace at once and cannot come back with the old link. ` +
                'What they have changed stays. You can invite them again.',
            ok: 'Remove'
        });
        if (await new ConfirmDialog(question).open()) {
            await this.tellErrors(() => this.members.remove(userId));
        }
    }

    async admit({ userId }: Someone, role: GuestRole): Promise<void> {
        await this.tellErrors(() => this.members.admit(userId, role));
    }

    async refuse({ userId }: Someone): Promise<void> {
        await this.tellErrors(() => this.members.refuse(userId));
    }

    protected async tellErrors(act: () => Promise<unknown>): Promise<void> {
        try {
            await act();
        } catch (error) {
            // Shown until closed, and not waited for: whoever asked goes on.
            void this.messages.error(messageOf(error));
        }
    }
}
