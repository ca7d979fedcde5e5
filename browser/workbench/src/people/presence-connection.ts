import type { PresenceMessage, PresenceNotice, PresentPerson } from '@longtable/common';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { backOff } from '../events/back-off';
import { noticeOf, peopleOf } from './people-message';

/** A connection that stayed this long, in milliseconds, was a good one: the next attempt does not wait longer. */
const STABLE_AFTER_MS = 5000;

/** The presence WebSocket, made again whenever it breaks. */
export class PresenceConnection implements Disposable {
    protected readonly toDisposeSocket = new DisposableCollection();
    protected socket: WebSocket | undefined;
    protected attempt = 0;
    protected over = false;

    /**
     * @param onOpen called whenever a connection is there, to report afresh
     * @param onPeople called with everybody who is here; undefined when the connection is lost and nobody knows
     * @param onNotice called with whatever else the agent tells
     */
    constructor(
        protected readonly url: string,
        protected readonly onOpen: () => void,
        protected readonly onPeople: (people: readonly PresentPerson[] | undefined) => void,
        protected readonly onNotice: (notice: PresenceNotice) => void = () => undefined
    ) {
        this.connect();
    }

    /** Tells the agent something, and answers whether that was possible; a report is made again with the next connection. */
    send(message: PresenceMessage): boolean {
        if (this.socket?.readyState !== WebSocket.OPEN) {
            return false;
        }
        this.socket.send(JSON.stringify(message));
        return true;
    }

    dispose(): void {
        this.over = true;
        this.toDisposeSocket.dispose();
    }

    protected connect(): void {
        const socket = new WebSocket(this.url);
        this.socket = socket;
        let openedAt: number | undefined;
        this.toDisposeSocket.push(
            Disposable.create(() => {
                socket.onopen = socket.onmessage = socket.onclose = null;
                socket.close();
            })
        );
        socket.onopen = () => {
            openedAt = Date.now();
            this.onOpen();
        };
        socket.onmessage = message => {
            const people = peopleOf(message.data);
            if (people) {
                this.onPeople(people);
                return;
            }
            const notice = noticeOf(message.data);
            if (notice) {
                this.onNotice(notice);
            }
        };
        socket.onclose = () => {
            if (openedAt !== undefined && Date.now() - openedAt > STABLE_AFTER_MS) {
                this.attempt = 0;
            }
            this.toDisposeSocket.dispose();
            this.onPeople(undefined);
            this.connectLater();
        };
    }

    protected connectLater(): void {
        if (this.over) {
            return;
        }
        const timer = window.setTimeout(() => this.connect(), backOff(this.attempt++));
        this.toDisposeSocket.push(Disposable.create(() => window.clearTimeout(timer)));
    }
}
