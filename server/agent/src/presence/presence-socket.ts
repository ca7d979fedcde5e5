import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
    PRESENCE_PATH,
    PresenceMessage,
    type People,
    type Person,
    type PresenceNotice,
    type PresentPerson
} from '@longtable/common';
import type { WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../clock.js';
import type { Disposable } from '../disposable.js';
import type { UpgradeRoute } from '../http/router.js';
import type { Presence } from './presence.js';
import { Summons } from './summons.js';

/** A tab that has not answered a ping by the next but one is gone, in milliseconds. */
const PING_INTERVAL = 20_000;
const LARGEST_MESSAGE = 8192;
/** A reader this far behind, in bytes, is cut off; it connects again and gets the present state. */
const LARGEST_BACKLOG = 1024 * 1024;

/** The presence WebSocket: one connection per tab of the workbench. */
export class PresenceSocket implements Disposable {
    private readonly sockets = new Set<WebSocket>();
    private server: Promise<WebSocketServer> | undefined;

    constructor(
        private readonly presence: Presence,
        private readonly pingInterval = PING_INTERVAL,
        private readonly summons = new Summons(systemClock)
    ) {}

    readonly route: UpgradeRoute = {
        path: PRESENCE_PATH,
        allows: identity => identity.kind === 'person',
        handle: async (request, socket, head, identity) => {
            if (identity.kind === 'person') {
                const webSocket = await this.accept(request, socket, head);
                this.serve(webSocket, identity);
            }
        }
    };

    dispose(): void {
        for (const socket of this.sockets) {
            socket.terminate();
        }
    }

    private async accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<WebSocket> {
        // Loaded with the first tab: it brings Node's http module along, which the agent's start does without.
        this.server ??= import('ws').then(
            ({ WebSocketServer }) => new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE })
        );
        const server = await this.server;
        return new Promise(resolve => {
            server.handleUpgrade(request, socket, head, resolve);
        });
    }

    private serve(socket: WebSocket, person: Person): void {
        this.sockets.add(socket);
        const seat = this.presence.join(person);
        const summons = this.summons.join(person, notice => tell(socket, notice));
        const listening = this.presence.onChange(people => tell(socket, asPeople(people)));
        tell(socket, asPeople(this.presence.people));
        let missed = 0;
        const ping = setInterval(() => {
            if (++missed > 2) {
                socket.terminate();
                return;
            }
            socket.ping();
        }, this.pingInterval);
        socket.on('pong', () => (missed = 0));
        socket.on('message', data => {
            const message = PresenceMessage.safeParse(parse((data as Buffer).toString()));
            if (!message.success) {
                socket.close(1007, 'That is no report of presence.');
            } else if ('summon' in message.data) {
                tell(socket, { summoned: summons.call() });
            } else if ('acted' in message.data) {
                summons.acted(message.data.acted);
            } else {
                seat.report(message.data);
            }
        });
        // What is wrong with a connection is told by its close as well.
        socket.on('error', () => socket.terminate());
        socket.on('close', () => {
            clearInterval(ping);
            listening.dispose();
            summons.dispose();
            seat.dispose();
            this.sockets.delete(socket);
        });
    }
}

function asPeople(people: readonly PresentPerson[]): People {
    return { people: [...people] };
}

function tell(socket: WebSocket, message: People | PresenceNotice): void {
    if (socket.bufferedAmount > LARGEST_BACKLOG) {
        socket.terminate();
        return;
    }
    socket.send(JSON.stringify(message));
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
