import { messageOf } from '@longtable/common';
import { open, OpenerService, type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { MessageService } from '@theia/core/lib/common/message-service';
import { UntitledResourceResolver } from '@theia/core/lib/common/resource';
import { inject, injectable } from '@theia/core/shared/inversify';
import { UnsavedTextService } from '../connection/unsaved-text-service';
import { WorkspaceClearance } from '../connection/workspace-clearance';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { DocumentsService } from './documents-service';
import type { KeptLiveText } from './kept-live-text';
import { KeptLiveTextService } from './kept-live-text-service';

/** Brings back what was typed in live documents, and did not reach the agent before the page went away. */
@injectable()
export class KeptLiveTextContribution implements FrontendApplicationContribution {
    @inject(DocumentsService)
    protected readonly documents: DocumentsService;

    @inject(KeptLiveTextService)
    protected readonly keptTexts: KeptLiveTextService;

    @inject(UnsavedTextService)
    protected readonly unsaved: UnsavedTextService;

    @inject(WorkspaceClearance)
    protected readonly clearance: WorkspaceClearance;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(OpenerService)
    protected readonly openers: OpenerService;

    @inject(UntitledResourceResolver)
    protected readonly untitled: UntitledResourceResolver;

    @inject(MessageService)
    protected readonly messages: MessageService;

    onStart(): void {
        this.clearance.onDidClear(() => this.documents.connection.dispose());
        // Before Theia asks whether to leave what is not saved: live documents are safe without the page.
        window.addEventListener('beforeunload', () => this.unsaved.leaveWithoutQuestion(), { capture: true });
    }

    onDidInitializeLayout(): void {
        void this.contextService.firstAnswer.then(() => this.bringBackAll());
    }

    protected async bringBackAll(): Promise<void> {
        // One after the other: two may be of one document.
        for (const kept of this.keptTexts.kept) {
            await this.bringBack(kept).catch((error: unknown) => this.offer(kept, error));
        }
    }

    protected async bringBack(kept: KeptLiveText): Promise<void> {
        const { text } = kept;
        const outcome = await this.documents.connection.bringBack(text);
        this.keptTexts.forget(kept);
        const uri = this.documents.uriOf(text.path);
        if (outcome === 'merged' && uri) {
            await open(this.openers, uri, { mode: 'reveal' });
            void this.messages.info(`What you had typed in ${uri.path.base} was brought back.`, { timeout: 10_000 });
        }
    }

    protected async offer(kept: KeptLiveText, error: unknown): Promise<void> {
        const { text } = kept;
        const show = 'Open my text';
        const reason = messageOf(error);
        const answer = await this.messages.warn(
            `What you had typed in ${text.path} could not be brought back: ${reason} It is kept and can be opened beside it.`,
            { timeout: -1 },
            show,
            'Discard my text'
        );
        if (answer === undefined) {
            // Closed without a decision: asked again at the next start.
            return;
        }
        if (answer === show) {
            const resource = await this.untitled.createUntitledResource(text.mine, /\.[^./]+$/.exec(text.path)?.[0]);
            await open(this.openers, resource.uri);
        }
        this.keptTexts.forget(kept);
    }
}
