/*
 * Overrides `DefaultMessagingService.createMainChannelContainer` and `getConnectionChannelHandlers` of @theia/core 1.74.1,
 * src/node/messaging/default-messaging-service.ts. Written 2026-11.
 *
 * Upstream, the container of a connection does not know whose connection it is, and every service is there for whoever
 * names its path. Here it binds `ConnectionIdentity`, the person's own services come first, and what may be called
 * follows from the capabilities of the person.
 */
import { can, LongtableError, type Person, UserId } from '@longtable/common';
import { type ConnectionHandler, RpcConnectionHandler } from '@theia/core/lib/common/messaging';
import { ConnectionHandler as ConnectionHandlerSymbol } from '@theia/core/lib/common/messaging/handler';
import { BasicChannel, type Channel } from '@theia/core/lib/common/message-rpc/channel';
import { Uint8ArrayWriteBuffer } from '@theia/core/lib/common/message-rpc/uint8-array-message-buffer';
import { bindContributionProvider, ContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { MessageService } from '@theia/core/lib/common/message-service';
import { ConnectionHandlers, DefaultMessagingService } from '@theia/core/lib/node/messaging/default-messaging-service';
import type { Container } from '@theia/core/shared/inversify';
import { inject, injectable } from '@theia/core/shared/inversify';
import { guardedService } from '../access/guarded-service';
import { type Inventory, servicesOf } from '../access/inventory';
import { rpcAccess } from '../access/rpc-access';
import { WorkspaceBoundaries } from '../access/workspace-boundaries';
import { ConnectedPeople } from '../person/connected-people';
import { PersonalServices } from '../person/personal-services';
import { ConnectionIdentity } from './connection-identity';
import { PersonalConnectionService } from './theia-frontend-connection-service-override';

@injectable()
export class PersonalMessagingService extends DefaultMessagingService {
    @inject(PersonalConnectionService)
    protected readonly connections: PersonalConnectionService;

    @inject(PersonalServices)
    protected readonly personalServices: PersonalServices;

    @inject(ConnectedPeople)
    protected readonly people: ConnectedPeople;

    @inject(WorkspaceBoundaries)
    protected readonly boundaries: WorkspaceBoundaries;

    protected readonly rawChannels: string[] = [];

    override registerChannelHandler(
        ...parameters: Parameters<DefaultMessagingService['registerChannelHandler']>
    ): void {
        this.rawChannels.push(parameters[0]);
        super.registerChannelHandler(...parameters);
    }

    /** What can be reached over a connection. It makes every service once, so it is not for every day. */
    describe(): Pick<Inventory, 'services' | 'rawChannels'> {
        const person: Person = { kind: 'person', userId: UserId.parse('nobody'), name: 'Nobody', role: 'owner' };
        const nowhere = new BasicChannel(() => new Uint8ArrayWriteBuffer());
        const connection = super.createMainChannelContainer(nowhere);
        connection.bind(ConnectionIdentity).toConstantValue(person);
        try {
            return { services: servicesOf(this.connectionHandlers(person, connection)), rawChannels: this.rawChannels };
        } finally {
            nowhere.onCloseEmitter.fire({ reason: 'described' });
        }
    }

    protected override createMainChannelContainer(channel: Channel): Container {
        const container = super.createMainChannelContainer(channel);
        container.bind(ConnectionIdentity).toConstantValue(this.ownerOf(channel));
        return container;
    }

    protected override getConnectionChannelHandlers(channel: Channel): ConnectionHandlers<Channel> {
        const person = this.ownerOf(channel);
        const connection = this.createMainChannelContainer(channel);
        const joined = this.people.add(person, message => {
            // Answered when the message is closed, or never.
            connection
                .get(MessageService)
                .info(message)
                .catch(() => undefined);
        });
        channel.onClose(() => joined.dispose());
        const handlers = new ConnectionHandlers<Channel>(can(person.role, 'edit') ? this.channelHandlers : undefined);
        for (const handler of this.connectionHandlers(person, connection)) {
            handlers.push(handler.path, (_, service) => this.serve(handler, person, service));
        }
        return handlers;
    }

    /** What a connection can be served by, the first of a path before the others. */
    protected connectionHandlers(person: Person, connection: Container): ConnectionHandler[] {
        bindContributionProvider(connection, ConnectionHandlerSymbol);
        connection.load(...this.connectionModules.getContributions());
        const provider = connection.getNamed<ContributionProvider<ConnectionHandler>>(
            ContributionProvider,
            ConnectionHandlerSymbol
        );
        return [...this.personalServices.handlersOf(person), ...provider.getContributions(true)];
    }

    protected serve(handler: ConnectionHandler, person: Person, channel: Channel): void {
        try {
            const guarded = this.guarded(handler, person);
            if (guarded) {
                guarded.onConnection(channel);
            } else {
                channel.close();
            }
        } catch (error) {
            // To be caught here: the next handler of the path would be the one that all share.
            console.error(`The service ${handler.path} could not be started:`, error);
            channel.close();
        }
    }

    protected guarded(handler: ConnectionHandler, person: Person): ConnectionHandler | undefined {
        if (can(person.role, 'edit')) {
            return handler;
        }
        if (isCalledByMethod(handler)) {
            return new RpcConnectionHandler<object>(
                handler.path,
                client =>
                    guardedService(
                        handler.path,
                        person,
                        this.boundaries.of(person),
                        () => handler.targetFactory(client) as object
                    ),
                handler.factoryConstructor
            );
        }
        return rpcAccess[handler.path] === 'frontend' ? handler : undefined;
    }

    protected ownerOf(channel: Channel): Person {
        const person = this.connections.ownerOf(channel);
        if (!person) {
            throw new LongtableError('not-signed-in', 'A connection without an owner cannot be served.');
        }
        return person;
    }
}

/** Whether a handler gives what is called to Theia's own dispatcher, which asks for each method by its name. */
function isCalledByMethod(handler: ConnectionHandler): handler is RpcConnectionHandler<object> {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- Compared, not called.
    const { onConnection } = RpcConnectionHandler.prototype;
    return handler instanceof RpcConnectionHandler && handler.onConnection === onConnection;
}
