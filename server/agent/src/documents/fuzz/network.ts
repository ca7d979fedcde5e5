import type { Person } from '@longtable/common';
import type { WebSocketLike } from '@longtable/common/documents';
import { frameOf } from '../socket/frame.js';
import type { Outbox } from '../socket/outbox.js';
import { Session, type SessionContext } from '../socket/session.js';
import { Violation } from '../socket/violation.js';
import type { ServerMessage } from '@longtable/common/documents';
import type { Life } from './life.js';
import type { Random } from './random.js';

/** A running agent, as connections see it. */
export interface Served {
    readonly life: Life;
    readonly context: SessionContext;
}

interface Listeners {
    open: () => void;
    error: () => void;
    message: (event: { readonly data: unknown }) => void;
    close: (event: { readonly code: number; readonly reason: string }) => void;
}

/** A WebSocket whose messages arrive one by one, whenever the world wants them to. */
export class Link implements WebSocketLike {
    binaryType = 'arraybuffer';
    private readonly listeners: Partial<Listeners> = {};
    private state: 'connecting' | 'open' | 'closed' = 'connecting';
    private readonly toAgent: Uint8Array[] = [];
    private readonly toClient: Uint8Array[] = [];
    private waitingBytes = 0;
    private session: Session | undefined;
    private life: Life | undefined;
    private onRead: () => void = () => undefined;
    /** While the client does not read. */
    paused = false;

    constructor(
        private readonly person: Person,
        /** Bytes above which the agent finds the client slow. */
        private readonly slowAbove: number,
        private readonly onViolation: (reason: string) => void
    ) {}

    get closed(): boolean {
        return this.state === 'closed';
    }

    get isConnecting(): boolean {
        return this.state === 'connecting';
    }

    get hasMessages(): boolean {
        return this.toAgent.length > 0 || (this.toClient.length > 0 && !this.paused);
    }

    addEventListener<T extends keyof Listeners>(type: T, listener: Listeners[T]): void {
        (this.listeners as Record<T, Listeners[T]>)[type] = listener;
    }

    send(data: Uint8Array): void {
        if (this.state === 'open') {
            this.toAgent.push(data.slice());
        }
    }

    /** The client closes it: what it has sent before still arrives. */
    close(): void {
        while (this.toAgent.length > 0 && this.state === 'open') {
            this.deliverToAgent();
        }
        this.cut(1000);
    }

    /** The agent takes it up, if there is one. */
    accept(served: Served | undefined): void {
        if (this.state !== 'connecting') {
            return;
        }
        if (served === undefined || served.life.dead) {
            this.cut(1006);
            return;
        }
        const { life } = served;
        this.life = life;
        life.onEnd(() => this.cut(1006));
        this.session = life.run(
            () => new Session(this.person, this.outbox(), served.context, reason => this.violated(reason))
        );
        this.state = 'open';
        this.listeners.open?.();
    }

    /** Lets one message arrive. */
    deliver(random: Random): void {
        if (this.toAgent.length > 0 && (this.toClient.length === 0 || this.paused || random.chance(0.5))) {
            this.deliverToAgent();
        } else {
            this.deliverToClient();
        }
    }

    /** Everything that is under way is lost. */
    cut(code = 1006): void {
        if (this.state === 'closed') {
            return;
        }
        this.state = 'closed';
        this.toAgent.length = 0;
        this.toClient.length = 0;
        const { session, life } = this;
        if (session !== undefined && life?.dead === false) {
            life.run(() => session.dispose());
        }
        this.listeners.close?.({ code, reason: '' });
    }

    private deliverToAgent(): void {
        const message = this.toAgent.shift();
        const { session, life } = this;
        if (message === undefined || session === undefined || life === undefined || life.dead) {
            return;
        }
        life.run(() => {
            try {
                session.receive(message);
            } catch (error) {
                if (error instanceof Violation) {
                    this.violated(error.message);
                } else if (!life.dead) {
                    throw error;
                }
            }
        });
    }

    private deliverToClient(): void {
        const message = this.toClient.shift();
        if (message !== undefined) {
            this.waitingBytes -= message.length;
            this.listeners.message?.({ data: message.slice().buffer });
            if (this.toClient.length === 0 && this.life?.dead === false) {
                this.life.run(this.onRead);
            }
        }
    }

    private outbox(): Outbox {
        const slow = () => this.waitingBytes > this.slowAbove;
        return {
            get isSlow() {
                return slow();
            },
            send: (message: ServerMessage) => this.take(frameOf(message)),
            sendFrame: frame => this.take(frame),
            onRead: listener => (this.onRead = listener)
        };
    }

    private take(frames: Buffer): void {
        if (this.state !== 'open') {
            return;
        }
        for (const message of messagesIn(frames)) {
            this.toClient.push(message);
            this.waitingBytes += message.length;
        }
    }

    private violated(reason: string): void {
        this.onViolation(reason);
        this.cut(1008);
    }
}

/** The payloads of frames that were written together. */
function messagesIn(frames: Buffer): Uint8Array[] {
    const messages: Uint8Array[] = [];
    for (let at = 0; at < frames.length;) {
        const short = frames.readUInt8(at + 1);
        const header = short < 126 ? 2 : short === 126 ? 4 : 10;
        const length =
            header === 2 ? short : header === 4 ? frames.readUInt16BE(at + 2) : Number(frames.readBigUInt64BE(at + 2));
        messages.push(new Uint8Array(frames.subarray(at + header, at + header + length)));
        at += header + length;
    }
    return messages;
}
