import { once } from 'node:events';
import type { WebSocket } from 'ws';
import type { RawClient } from './raw-client.js';

export interface SeenPerson {
    readonly userId: string;
    readonly name: string;
    readonly role: string;
    readonly tabs: number;
}

/** One tab's presence connection, and what it has been told last. */
export class PresenceClient {
    people: readonly SeenPerson[] = [];
    /** When the latest change came, in milliseconds since 1970. */
    toldAt = 0;
    private readonly waiting = new Set<() => void>();

    private constructor(readonly socket: WebSocket) {
        socket.on('message', (data: Buffer) => {
            const message = JSON.parse(data.toString()) as { people?: SeenPerson[] };
            if (message.people === undefined) {
                return; // somebody calls everybody
            }
            this.people = message.people;
            this.toldAt = Date.now();
            this.waiting.forEach(check => check());
        });
    }

    static async open(client: RawClient, workspaceId: string): Promise<PresenceClient> {
        const { socket, opened } = client.dial(workspaceId, '/.longtable/presence');
        const presence = new PresenceClient(socket);
        await opened;
        socket.send(JSON.stringify({ activity: 'active' }));
        return presence;
    }

    /** When so many people were known, in milliseconds since 1970. */
    async untilPeople(count: number): Promise<number> {
        if (this.people.length !== count) {
            await new Promise<void>(resolve => {
                const check = (): void => {
                    if (this.people.length === count) {
                        this.waiting.delete(check);
                        resolve();
                    }
                };
                this.waiting.add(check);
            });
        }
        return this.toldAt;
    }

    async close(): Promise<void> {
        const closed = once(this.socket, 'close');
        this.socket.close();
        await closed;
    }
}
