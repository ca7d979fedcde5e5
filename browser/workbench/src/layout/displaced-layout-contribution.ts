import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { WindowService } from '@theia/core/lib/browser/window/window-service';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { LongtableLocalStorageService } from '../storage/theia-local-storage-service-override';
import { matters } from './displaced-names';

/** Offers a layout that this browser had not sent when another one was kept from elsewhere. */
@injectable()
export class DisplacedLayoutContribution implements FrontendApplicationContribution {
    @inject(LongtableLocalStorageService)
    protected readonly storage: LongtableLocalStorageService;

    @inject(MessageService)
    protected readonly messages: MessageService;

    @inject(WindowService)
    protected readonly windowService: WindowService;

    onDidInitializeLayout(): void {
        void this.offer();
    }

    protected async offer(): Promise<void> {
        const displaced = await this.storage.displaced();
        if (![...displaced.keys()].some(matters)) {
            await this.storage.forgetDisplaced();
            return;
        }
        const use = 'Use this browser’s';
        const answer = await this.messages.info(
            'Since this browser lost its connection, you have arranged the workspace in another one, and that is what you see. How it was here was kept.',
            { timeout: -1 },
            use,
            'Discard it'
        );
        if (answer === undefined) {
            // Closed without a decision: asked again at the next start.
            return;
        }
        await this.storage.forgetDisplaced();
        if (answer === use) {
            await this.storage.restore(displaced);
            this.windowService.setSafeToShutDown();
            this.windowService.reload();
        }
    }
}
