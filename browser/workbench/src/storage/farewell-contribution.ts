import type { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { LongtableLocalStorageService } from './theia-local-storage-service-override';

/** Sends what is stored in this browser to the hub when the page goes away. */
@injectable()
export class FarewellContribution implements FrontendApplicationContribution {
    @inject(LongtableLocalStorageService)
    protected readonly storage: LongtableLocalStorageService;

    onDidInitializeLayout(): void {
        // Theia stores the layout in a listener of its own, which it has added when it started: this one comes after it.
        window.addEventListener('pagehide', () => this.storage.leave());
    }
}
