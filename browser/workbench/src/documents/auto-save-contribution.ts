import type { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { DocumentsService } from './documents-service';

const AUTO_SAVE = 'files.autoSave';

/** Tells the agent whether what this person types is written to disk without being asked. */
@injectable()
export class AutoSaveContribution implements FrontendApplicationContribution {
    @inject(DocumentsService)
    protected readonly documents: DocumentsService;

    @inject(PreferenceService)
    protected readonly preferences: PreferenceService;

    onStart(): void {
        void this.preferences.ready.then(() => this.update());
        this.preferences.onPreferenceChanged(({ preferenceName }) => {
            if (preferenceName === AUTO_SAVE) {
                this.update();
            }
        });
    }

    protected update(): void {
        // The other ways to save automatically are told by the editor, at a change of focus.
        this.documents.connection.setAutoSave(this.preferences.get(AUTO_SAVE) === 'afterDelay');
    }
}
