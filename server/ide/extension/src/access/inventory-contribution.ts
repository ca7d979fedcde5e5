import type { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import type { Application } from '@theia/core/shared/express';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PersonalMessagingService } from '../identity/theia-messaging-service-override';
import { DESCRIBE_MESSAGE, type Inventory, routesOf } from './inventory';

/**
 * Tells the parent process, over its IPC channel, what this backend offers, so that a test can hold it against what is
 * known: names alone, and nobody but the parent can ask.
 */
@injectable()
export class InventoryContribution implements BackendApplicationContribution {
    @inject(PersonalMessagingService)
    protected readonly messaging: PersonalMessagingService;

    protected application: Application;

    configure(application: Application): void {
        this.application = application;
    }

    onStart(): void {
        if (!process.send) {
            return;
        }
        process.on('message', (message: unknown) => {
            if ((message as { type?: unknown } | undefined)?.type === DESCRIBE_MESSAGE) {
                const inventory: Inventory = { ...this.messaging.describe(), routes: routesOf(this.application) };
                process.send?.({ type: 'inventory', ...inventory });
            }
        });
    }
}
