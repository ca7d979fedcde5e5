import { ILogger } from '@theia/core/lib/common/logger';
import { MessageService } from '@theia/core/lib/common/message-service';
import type { Resource } from '@theia/core/lib/common/resource';
import { inject, injectable } from '@theia/core/shared/inversify';
import { EditorPreferences } from '@theia/editor/lib/common/editor-preferences';
import { MonacoEditorModel } from '@theia/monaco/lib/browser/monaco-editor-model';
import type { MonacoEditorModelFactory } from '@theia/monaco/lib/browser/monaco-text-model-service';
import { MonacoToProtocolConverter } from '@theia/monaco/lib/browser/monaco-to-protocol-converter';
import { ProtocolToMonacoConverter } from '@theia/monaco/lib/browser/protocol-to-monaco-converter';
import { DocumentsService } from './documents-service';
import { LiveEditorModel, type LiveEditorModelHost } from './live-editor-model';
import { LiveResource } from './live-resource';

/** Makes the models of files: live ones of live documents, Theia's own of everything else. */
@injectable()
export class LiveEditorModelFactory implements MonacoEditorModelFactory, LiveEditorModelHost {
    readonly scheme = 'file';

    @inject(MonacoToProtocolConverter)
    protected readonly m2p: MonacoToProtocolConverter;

    @inject(ProtocolToMonacoConverter)
    protected readonly p2m: ProtocolToMonacoConverter;

    @inject(ILogger)
    protected readonly logger: ILogger;

    @inject(EditorPreferences)
    protected readonly editorPreferences: EditorPreferences;

    @inject(DocumentsService)
    readonly documents: DocumentsService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    createModel(resource: Resource): MonacoEditorModel {
        const { m2p, p2m, logger, editorPreferences } = this;
        return resource instanceof LiveResource
            ? new LiveEditorModel(resource, m2p, p2m, logger, editorPreferences, this)
            : new MonacoEditorModel(resource, m2p, p2m, logger, editorPreferences);
    }

    warn(sentence: string): void {
        void this.messages.warn(sentence, { timeout: -1 });
    }
}
