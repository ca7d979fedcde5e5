import { decodeServerMessage, encodeClientMessage } from '@longtable/common/documents';
import type { WebSocket } from 'ws';
import type { RelativePosition } from 'yjs';
import { SocketMember } from './socket-member.ts';

/** A client of ours, as sparing as those of the other servers. */
export class ReplicaMember extends SocketMember {
    private document = 0;
    private sequence = 0;

    constructor(
        socket: WebSocket,
        private readonly path: string
    ) {
        super(socket);
    }

    send(update: Uint8Array): void {
        const { document } = this;
        this.socket.send(encodeClientMessage({ type: 'update', document, sequence: ++this.sequence, update }));
    }

    sendCaret(index: number): void {
        const position = { type: null, tname: 'content', item: { client: this.clientId, clock: index }, assoc: 0 };
        const caret = JSON.stringify({ selections: [{ anchor: position, head: position }] });
        this.socket.send(encodeClientMessage({ type: 'caret', document: this.document, caret }));
    }

    /** Tells the others of a caret at a position in the text that is there already. */
    sendCaretAt(position: RelativePosition): void {
        const caret = JSON.stringify({ selections: [{ anchor: position, head: position }] });
        this.socket.send(encodeClientMessage({ type: 'caret', document: this.document, caret }));
    }

    protected greet(): void {
        const { path } = this;
        this.socket.send(
            encodeClientMessage({ type: 'open', request: 1, path, epoch: undefined, stateVector: undefined })
        );
    }

    protected onFirstMessages(data: Buffer): void {
        const message = decodeServerMessage(data);
        if (message.type === 'refused') {
            this.hasFailed(new Error(message.message));
        }
        if (message.type === 'opened') {
            this.document = message.document;
            this.clientId = message.clientId;
            if (message.snapshot.length > 0) {
                this.content.push({ format: 2, update: message.snapshot });
            }
            this.content.push(...message.tail.map(update => ({ format: 1 as const, update })));
            this.hasJoined();
        }
    }

    protected updateIn(data: Buffer): Uint8Array | undefined {
        const message = decodeServerMessage(data);
        return message.type === 'update' ? message.update : undefined;
    }
}
