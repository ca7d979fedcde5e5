import { generateUuid } from '@theia/core/lib/common/uuid';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { TextStorage } from '../connection/unsaved-text';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { personalStorage, personOf } from '../storage/personal-storage';
import { DocumentsService } from './documents-service';
import { forgetLiveText, keepLiveTexts, readLiveTexts, type KeptLiveText } from './kept-live-text';

/** Keeps, in this browser, what was typed in live documents and did not reach the agent. */
@injectable()
export class KeptLiveTextService {
    @inject(DocumentsService)
    protected readonly documents: DocumentsService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    protected readonly page = generateUuid();

    /** What pages that are gone have kept. */
    get kept(): readonly KeptLiveText[] {
        return readLiveTexts(this.storage).filter(({ page }) => page !== this.page);
    }

    /** Keeps what is to be kept now; false when the browser has no place for some of it. */
    keep(): boolean {
        return keepLiveTexts(this.storage, this.page, this.documents.connection.unacknowledged()).length === 0;
    }

    forget(text: KeptLiveText): void {
        forgetLiveText(this.storage, text);
    }

    drop(): void {
        for (const text of readLiveTexts(this.storage)) {
            this.forget(text);
        }
    }

    protected get storage(): TextStorage {
        return personalStorage(window.localStorage, personOf(this.contextService.context?.me));
    }
}
