import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { FrontendIdProvider } from '@theia/core/lib/browser/messaging/frontend-id-provider';
import { ConnectionCloseService } from '@theia/core/lib/common/messaging/connection-management';
import { inject, injectable } from '@theia/core/shared/inversify';

/**
 * Tells the backend that a page goes for good. Theia does so in Electron only; in a browser each reload would leave a
 * plugin host behind until the connection times out.
 */
@injectable()
export class ConnectionCloseContribution implements FrontendApplicationContribution {
    @inject(ConnectionCloseService)
    protected readonly closeService: ConnectionCloseService;

    @inject(FrontendIdProvider)
    protected readonly frontendId: FrontendIdProvider;

    onStart(): void {
        window.addEventListener('pagehide', () => {
            // The page is gone before an answer; what fails here is left to the backend's timeout.
            this.closeService.markForClose(this.frontendId.getId()).catch(() => undefined);
        });
    }
}
