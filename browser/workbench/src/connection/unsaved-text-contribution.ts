import { type FrontendApplicationContribution, open, OpenerService } from '@theia/core/lib/browser';
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { MessageService } from '@theia/core/lib/common/message-service';
import { ConnectionManagementMessages } from '@theia/core/lib/common/messaging/connection-management';
import { UntitledResourceResolver } from '@theia/core/lib/common/resource';
import URI from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type MonacoEditorModel } from '@theia/monaco/lib/browser/monaco-editor-model';
import { MonacoTextModelService } from '@theia/monaco/lib/browser/monaco-text-model-service';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { restorationOf, type UnsavedText } from './unsaved-text';
import { etagOf, UnsavedTextService } from './unsaved-text-service';

/**
 * Keeps the text that could not be saved before a page went away, and puts it back when the page is opened again.
 * Without it, whatever was typed while the backend was away would be lost with the reload that follows.
 */
@injectable()
export class UnsavedTextContribution implements FrontendApplicationContribution {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(UnsavedTextService)
    protected readonly unsaved: UnsavedTextService;

    @inject(MonacoTextModelService)
    protected readonly models: MonacoTextModelService;

    @inject(WebSocketConnectionSource)
    protected readonly connectionSource: WebSocketConnectionSource;

    @inject(OpenerService)
    protected readonly openers: OpenerService;

    @inject(UntitledResourceResolver)
    protected readonly untitled: UntitledResourceResolver;

    @inject(MessageService)
    protected readonly messages: MessageService;

    onStart(): void {
        window.addEventListener('pagehide', () => this.unsaved.keep());
        // Theia reloads the page when the backend does not know it any more. Its own listener is added at each
        // connect, so this one, added before, runs first.
        this.connectionSource.socket.on(ConnectionManagementMessages.RECONNECT, (known: boolean) => {
            if (!known) {
                this.unsaved.prepareToLeave();
            }
        });
    }

    onDidInitializeLayout(): void {
        void this.contextService.firstAnswer.then(() => this.restoreAll());
    }

    protected restoreAll(): void {
        for (const kept of this.unsaved.kept) {
            void this.restore(kept).catch(() => this.offer(kept, 'cannot be opened any more'));
        }
    }

    protected async restore(kept: UnsavedText): Promise<void> {
        const uri = new URI(kept.uri);
        const reference = await this.models.createModelReference(uri);
        try {
            const model = reference.object;
            const restoration = restorationOf(kept, { text: model.getText(), etag: etagOf(model) });
            if (restoration !== 'nothing' && !this.contextService.can('edit')) {
                void this.offer(kept, 'is not yours to change any more');
                return;
            }
            switch (restoration) {
                case 'nothing':
                    this.unsaved.forget(kept);
                    return;
                case 'restore':
                    // The editor holds the model once this reference is released.
                    await open(this.openers, uri, { mode: 'reveal' });
                    replaceText(model, kept.text);
                    // From here on the model is dirty, and kept again should this page go away as well.
                    this.unsaved.forget(kept);
                    return;
                case 'ask':
                    void this.offer(kept, 'has changed on disk in the meantime');
            }
        } finally {
            reference.dispose();
        }
    }

    protected async offer(kept: UnsavedText, reason: string): Promise<void> {
        const uri = new URI(kept.uri);
        const show = 'Open my text';
        const answer = await this.messages.warn(
            `${uri.path.base} ${reason}. The text you had not saved is kept and can be opened beside it.`,
            { timeout: -1 },
            show,
            'Discard my text'
        );
        if (answer === undefined) {
            // Closed without a decision: asked again at the next start.
            return;
        }
        if (answer === show) {
            const resource = await this.untitled.createUntitledResource(kept.text, uri.path.ext);
            await open(this.openers, resource.uri);
        }
        this.unsaved.forget(kept);
    }
}

function replaceText(model: MonacoEditorModel, text: string): void {
    const { textEditorModel } = model;
    textEditorModel.pushStackElement();
    textEditorModel.pushEditOperations([], [{ range: textEditorModel.getFullModelRange(), text }], () => []);
    textEditorModel.pushStackElement();
}
