import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import type { Content, Member } from '../peer.ts';

/** What is the same for all members that speak over one WebSocket. */
export abstract class SocketMember implements Member {
    clientId = 1 + Math.floor(Math.random() * 0xff_ff_ff_fe);
    readonly content: Content[] = [];
    received = 0;
    joinedAfter = Number.NaN;
    onUpdate: ((update: Uint8Array) => void) | undefined;
    private readonly joined = Promise.withResolvers<true>();
    private readonly began = performance.now();
    private isJoined = false;

    constructor(protected readonly socket: WebSocket) {
        socket.on('message', (data: Buffer) => {
            this.received += data.length;
            if (!this.isJoined) {
                this.onFirstMessages(data);
            } else if (this.onUpdate !== undefined) {
                const update = this.updateIn(data);
                if (update !== undefined) {
                    this.onUpdate(update);
                }
            }
        });
        socket.on('close', code => {
            this.joined.reject(new Error(`The connection was closed (${String(code)}).`));
        });
        socket.on('error', this.joined.reject);
        // Whoever does not wait for it looks at something else.
        this.joined.promise.catch(() => undefined);
    }

    abstract send(update: Uint8Array): void;
    abstract sendCaret(index: number): void;

    async untilJoined(): Promise<void> {
        await once(this.socket, 'open');
        this.greet();
        await this.joined.promise;
    }

    close(): void {
        this.socket.terminate();
    }

    /** Begins the conversation. */
    protected abstract greet(): void;
    protected abstract onFirstMessages(data: Buffer): void;
    /** The update in a message, if it carries one. */
    protected abstract updateIn(data: Buffer): Uint8Array | undefined;

    protected hasFailed(error: Error): void {
        this.joined.reject(error);
    }

    protected hasJoined(): void {
        this.isJoined = true;
        this.joinedAfter = performance.now() - this.began;
        this.joined.resolve(true);
    }
}

/** A WebSocket without compression, as all servers are measured. */
export function connect(address: string, options: ClientOptions = {}): WebSocket {
    return new WebSocket(address, { ...options, perMessageDeflate: false });
}

/** A member that has joined. */
export async function joined<T extends SocketMember>(member: T): Promise<T> {
    await member.untilJoined();
    return member;
}
