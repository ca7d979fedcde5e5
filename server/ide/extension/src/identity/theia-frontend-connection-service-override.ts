/*
 * Overrides `WebsocketFrontendConnectionService` of @theia/core 1.74.1,
 * src/node/messaging/websocket-frontend-connection-service.ts: `handleConnection` and `createConnection`.
 *
 * Upstream, a connection belongs to whoever knows the id that a browser made up for it: a second socket that asks to
 * reconnect with that id takes it over, with everything that is open in it. Here a connection belongs to a person.
 */
import type { Person } from '@longtable/common';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { Channel } from '@theia/core/lib/common/message-rpc/channel';
import { ConnectionManagementMessages } from '@theia/core/lib/common/messaging/connection-management';
import {
    type ReconnectableSocketChannel,
    WebsocketFrontendConnectionService
} from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';
import { RequestIdentities } from './request-identities';
import { ResumableSocketChannel } from './theia-reconnectable-socket-channel-override';

type Socket = Parameters<WebsocketFrontendConnectionService['handleSocketDisconnect']>[0];

@injectable()
export class PersonalConnectionService extends WebsocketFrontendConnectionService {
    @inject(RequestIdentities)
    protected readonly identities: RequestIdentities;

    protected readonly owners = new WeakMap<Channel, Person>();

    /** The person a connection belongs to. */
    ownerOf(channel: Channel): Person | undefined {
        return this.owners.get(channel);
    }

    protected override async handleConnection(
        socket: Socket,
        channelCreatedHandler: (channel: Channel) => void
    ): Promise<void> {
        const person = this.identities.of(socket.request);
        if (!person) {
            socket.disconnect(true);
            return;
        }
        this.endOtherRoles(person);
        socket.use(([event, frontendId, received, gone], next) => {
            if (this.mayClaim(person, event, frontendId) && this.canResume(event, frontendId, received, gone)) {
                next();
            } else {
                // The browser answers by loading the page anew, which gives it an id of its own.
                socket.emit(ConnectionManagementMessages.RECONNECT, false);
            }
        });
        await super.handleConnection(socket, channelCreatedHandler);
    }

    protected mayClaim(person: Person, event: unknown, frontendId: unknown): boolean {
        if (
            event !== ConnectionManagementMessages.RECONNECT &&
            event !== ConnectionManagementMessages.INITIAL_CONNECT
        ) {
            return true;
        }
        if (typeof frontendId !== 'string') {
            return false;
        }
        const channel = this.connectionsByFrontend.get(frontendId);
        const owner = channel && this.ownerOf(channel);
        if (!channel || !owner) {
            return true;
        }
        if (owner.userId !== person.userId) {
            return false;
        }
        this.endOtherRoles(person);
        return true;
    }

    protected canResume(event: unknown, frontendId: unknown, received: unknown, gone: unknown): boolean {
        const channel =
            event === ConnectionManagementMessages.RECONNECT && typeof frontendId === 'string'
                ? this.connectionsByFrontend.get(frontendId)
                : undefined;
        return !(channel instanceof ResumableSocketChannel) || channel.canResume(received, gone);
    }

    /** What a connection was allowed to open does not outlive the role that its owner had, nor wait for the timeout. */
    protected endOtherRoles(person: Person): void {
        for (const [frontendId, channel] of [...this.connectionsByFrontend]) {
            const owner = this.ownerOf(channel);
            if (owner?.userId === person.userId && owner.role !== person.role) {
                this.closeConnection(frontendId, 'the role has changed');
            }
        }
    }

    protected override createConnection(socket: Socket, frontendId: string): ReconnectableSocketChannel {
        const channel = super.createConnection(socket, frontendId);
        const person = this.identities.of(socket.request);
        if (person) {
            this.owners.set(channel, person);
        }
        return channel;
    }
}
