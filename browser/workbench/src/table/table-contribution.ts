import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ContextKeyService } from '@theia/core/lib/browser/context-key-service';
import { QuickPickService } from '@theia/core/lib/common/quick-pick-service';
import { type CommandContribution, type CommandRegistry } from '@theia/core/lib/common/command';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkspaceClearance } from '../connection/workspace-clearance';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { activityWords, locationWords, nameWithRole } from '../people/person-words';
import { PresenceService } from '../people/presence-service';
import { FollowService } from './follow-service';
import { TableCommand } from './table-commands';

/** Commands to follow somebody, and to ask everybody to come. */
@injectable()
export class TableContribution implements CommandContribution, FrontendApplicationContribution {
    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(FollowService)
    protected readonly followService: FollowService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(QuickPickService)
    protected readonly quickPick: QuickPickService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    @inject(ContextKeyService)
    protected readonly contextKeys: ContextKeyService;

    @inject(WorkspaceClearance)
    protected readonly clearance: WorkspaceClearance;

    onStart(): void {
        const following = this.contextKeys.createKey<boolean>('longtable.following', false);
        this.followService.onDidChange(() => following.set(this.followService.followed !== undefined));
        this.clearance.onDidClear(() => this.followService.stop());
    }

    registerCommands(commands: CommandRegistry): void {
        const follows = (): boolean => this.followService.followed !== undefined;
        const mayCall = (): boolean => this.contextService.can('edit');
        commands.registerCommand(TableCommand.follow, {
            execute: (userId?: unknown) =>
                typeof userId === 'string' ? this.followService.follow(userId) : this.pickAndFollow()
        });
        commands.registerCommand(TableCommand.stopFollowing, {
            execute: () => this.followService.stop(),
            isEnabled: follows,
            isVisible: follows
        });
        commands.registerCommand(TableCommand.bringEveryone, {
            execute: () => this.bringEveryone(),
            isEnabled: mayCall,
            isVisible: mayCall
        });
    }

    protected async pickAndFollow(): Promise<void> {
        const me = this.contextService.context?.me.id;
        const others = this.presence.people.filter(({ userId }) => userId !== me);
        if (others.length === 0) {
            void this.messages.info('Nobody else is here.', { timeout: 5000 });
            return;
        }
        const picked = await this.quickPick.show(
            others.map(person => ({
                label: nameWithRole(person),
                description: activityWords[person.activity],
                ...(person.location && { detail: locationWords(person.location) }),
                userId: person.userId
            })),
            { placeholder: 'Whom do you want to follow?' }
        );
        if (picked) {
            this.followService.follow(picked.userId);
        }
    }

    protected async bringEveryone(): Promise<void> {
        const answer = await this.presence.summon();
        if ('refused' in answer) {
            void this.messages.warn(answer.refused, { timeout: 8000 });
        } else if (answer.asked === 0) {
            void this.messages.info('Nobody else is here.', { timeout: 5000 });
        } else {
            const people = answer.asked === 1 ? 'One person has' : `${answer.asked} people have`;
            void this.messages.info(`${people} been asked to come to you.`, { timeout: 5000 });
        }
    }
}
