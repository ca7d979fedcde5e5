import { DocumentRefusal } from '@longtable/common/documents';
import { MessageService } from '@theia/core/lib/common/message-service';
import { type ResourceResolver } from '@theia/core/lib/common/resource';
import type URI from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { DocumentsService } from './documents-service';
import { LiveResource } from './live-resource';

/** Above this size, in bytes, the agent shares no file. */
const SHARED_BYTES = 5 * 1024 * 1024;

/** Opens the files of the workspace as live documents. What it refuses is opened by Theia, for this browser alone. */
@injectable()
export class LiveResourceResolver implements ResourceResolver {
    /** Before the one that reads files, which is at -10. */
    readonly priority = 10;

    @inject(DocumentsService)
    protected readonly documents: DocumentsService;

    @inject(FileService)
    protected readonly files: FileService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    protected readonly told = new Set<string>();

    async resolve(uri: URI): Promise<LiveResource> {
        const path = this.documents.pathOf(uri);
        if (path === undefined) {
            throw new Error(`${uri.toString()} is no file of the workspace.`);
        }
        try {
            return new LiveResource(uri, await this.documents.open(path));
        } catch (error) {
            if (error instanceof DocumentRefusal && error.code === 'not-shareable') {
                void this.tell(uri, error.message);
            }
            throw error;
        }
    }

    /** Nobody expects a file that is no text to be edited together; that a text is not is told once. */
    protected async tell(uri: URI, sentence: string): Promise<void> {
        const key = uri.toString();
        if (this.told.has(key)) {
            return;
        }
        this.told.add(key);
        const stat = await this.files.resolve(uri, { resolveMetadata: true }).catch(() => undefined);
        if (stat && stat.size > SHARED_BYTES) {
            void this.messages.info(sentence, { timeout: 15_000 });
        }
    }
}
