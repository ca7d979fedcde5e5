import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { MessageType } from '@theia/core/lib/common/message-service-protocol';
import { type Message as PlainMessage } from '@theia/core/lib/common/message-service-protocol';
import { inject, injectable } from '@theia/core/shared/inversify';
import { NotificationManager } from '@theia/messages/lib/browser/notifications-manager';
import { PresenceService, type SummonsCall } from '../people/presence-service';
import { asPlainText } from './as-plain-text';
import { FollowService } from './follow-service';

const FOLLOW = 'Follow';

/** Asks this person whether to go to whoever calls everybody, once, however many tabs they have. */
@injectable()
export class SummonsContribution implements FrontendApplicationContribution {
    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(FollowService)
    protected readonly follow: FollowService;

    @inject(NotificationManager)
    protected readonly notifications: NotificationManager;

    /** What is asked at the moment, by the id of the summons. */
    protected readonly asked = new Map<string, PlainMessage>();

    onStart(): void {
        this.presence.onDidSummon(call => void this.ask(call));
        this.presence.onDidWithdrawSummons(id => this.withdraw(id));
    }

    protected async ask({ id, userId, name }: SummonsCall): Promise<void> {
        if (this.follow.followed === userId) {
            return;
        }
        const message: PlainMessage = {
            type: MessageType.Info,
            text: `${asPlainText(name)} asks everybody to come to them.`,
            actions: [FOLLOW],
            options: { timeout: 0 }
        };
        this.asked.set(id, message);
        const answer = await this.notifications.showMessage(message);
        if (!this.asked.delete(id)) {
            return; // answered in another tab
        }
        this.presence.answered(id);
        if (answer !== FOLLOW) {
            return;
        }
        if (this.presence.person(userId)) {
            this.follow.follow(userId);
        } else {
            void this.notifications.showMessage({
                type: MessageType.Info,
                text: `${asPlainText(name)} has left in the meantime.`,
                options: { timeout: 5000 }
            });
        }
    }

    protected withdraw(id: string): void {
        const message = this.asked.get(id);
        if (message) {
            this.asked.delete(id);
            this.notifications.clear(idOf(this.notifications, message));
        }
    }
}

/** How the manager names what it shows: protected upstream, and nothing else tells. Contract: theia-overrides.test.ts. */
function idOf(manager: NotificationManager, message: PlainMessage): string {
    return (manager as unknown as { getMessageId(message: PlainMessage): string }).getMessageId(message);
}
