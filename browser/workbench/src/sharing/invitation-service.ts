import { messageOf } from '@longtable/common';
import { OkDialog } from './ok-dialog';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { SharingService } from './sharing-service';
import { securityNote, sharingSentence } from './sharing-words';

const makeReadOnly = 'Make read-only';
const moreInfo = 'More info';
const copyAgain = 'Copy again';

/** Puts the share link on the clipboard and tells what came of it. */
@injectable()
export class InvitationService {
    @inject(SharingService)
    protected readonly sharing: SharingService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    /** Copies the link of the present share. Resolves when the person has answered the notification. */
    async copy(): Promise<void> {
        const { share } = this.sharing;
        if (!share) {
            return;
        }
        const copied = await writeToClipboard(share.url);
        const actions = [...(share.role === 'editor' ? [makeReadOnly] : []), moreInfo, copyAgain];
        const answer = copied
            ? await this.messages.info('Invitation link copied to clipboard!', { timeout: 30_000 }, ...actions)
            : await this.messages.warn(
                  `The browser did not let the link be copied. Here it is: ${share.url}`,
                  { timeout: -1 },
                  ...actions
              );
        switch (answer) {
            case makeReadOnly:
                return this.makeReadOnly();
            case moreInfo:
                return this.explain();
            case copyAgain:
                return this.copy();
            default:
            // Closed, or gone by itself: the dialog can copy the link again.
        }
    }

    protected async makeReadOnly(): Promise<void> {
        try {
            await this.sharing.makeReadOnly();
            void this.messages.info('Whoever you invite can view, and nothing else.', { timeout: 5000 });
        } catch (error) {
            void this.messages.error(messageOf(error));
        }
    }

    protected async explain(): Promise<void> {
        await new OkDialog('Sharing', [
            sharingSentence({ shared: this.sharing.shared === true, share: this.sharing.share }),
            'Whoever opens the link signs in first, and everybody here sees who is in. Everyone has an IDE of their own over the same files.',
            'Viewers read files and see who is where. They change nothing.',
            securityNote,
            'Stop Sharing, in the account menu, ends it for everyone at once. What they have changed stays.'
        ]).open();
    }
}

/** Whether the text is on the clipboard now. Without https, and in some browsers by choice, there is none. */
async function writeToClipboard(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}
