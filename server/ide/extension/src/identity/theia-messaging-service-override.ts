/*
 * Overrides `DefaultMessagingService.createMainChannelContainer` of @theia/core 1.74.1,
 * src/node/messaging/default-messaging-service.ts.
 *
 * Upstream, the container of a connection does not know whose connection it is. Here it binds `ConnectionIdentity`.
 */
import type { Container } from '@theia/core/shared/inversify';
import { inject, injectable } from '@theia/core/shared/inversify';
import { LongtableError } from '@longtable/common';
import type { Channel } from '@theia/core/lib/common/message-rpc/channel';
import { DefaultMessagingService } from '@theia/core/lib/node/messaging/default-messaging-service';
import { ConnectionIdentity } from './connection-identity';
import { PersonalConnectionService } from './theia-frontend-connection-service-override';

@injectable()
export class PersonalMessagingService extends DefaultMessagingService {
    @inject(PersonalConnectionService)
    protected readonly connections: PersonalConnectionService;

    protected override createMainChannelContainer(channel: Channel): Container {
        const person = this.connections.ownerOf(channel);
        if (!person) {
            throw new LongtableError('not-signed-in', 'A connection without an owner cannot be served.');
        }
        const container = super.createMainChannelContainer(channel);
        container.bind(ConnectionIdentity).toConstantValue(person);
        return container;
    }
}
