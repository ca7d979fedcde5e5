import type { ServerMessage } from '@longtable/common/documents';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Clock } from '../../clock.js';
import type { Disposable } from '../../disposable.js';
import type { DocumentLease } from '../documents.js';
import type { Author, DocumentEnd, LiveDocument } from '../live-document.js';
import { CaretBoard } from './caret-board.js';
import { frameOf } from './frame.js';
import type { Outbox } from './outbox.js';

/** One connection in one document. */
export interface Member {
    readonly outbox: Outbox;
    readonly lease: DocumentLease;
    /** Under which it writes and is seen. */
    clientId: number;
    /** What it had when it fell behind (DOC-45). */
    behind: Uint8Array | undefined;
    /** The document is over. */
    ended(): void;
}

/** Everybody who has a document open: passes on to them what happens in it. */
export class Room implements Disposable {
    private readonly members = new Set<Member>();
    private readonly listening: readonly Disposable[];
    private readonly board: CaretBoard;
    /** Updates of this turn of the event loop that wait for its end (DOC-47). */
    private queue: { readonly frame: Buffer; readonly from: Member | undefined }[] | undefined;
    private turn: NodeJS.Immediate | undefined;
    private applying = false;

    constructor(
        readonly document: LiveDocument,
        clock: Clock,
        private readonly onEmpty: () => void
    ) {
        this.board = new CaretBoard(clock, update => this.tell({ type: 'carets', document: document.id, update }));
        this.listening = [
            document.onUpdate((update, by) => {
                // What a member sent was passed on before.
                if (!this.applying || by === 'disk') {
                    this.passOn(update, undefined);
                }
            }),
            document.onMetadata(() => {
                this.flush();
                const { id, metadata } = document;
                this.tell({ type: 'metadata', document: id, metadata });
            }),
            document.onEnd(end => this.end(end))
        ];
    }

    join(member: Member): void {
        this.members.add(member);
    }

    /** Tells one who has just joined, or missed some, where everybody is. */
    tellCarets(member: Member): void {
        const update = this.board.everything();
        if (update !== undefined) {
            member.outbox.send({ type: 'carets', document: this.document.id, update });
        }
    }

    leave(member: Member): void {
        if (this.members.delete(member)) {
            this.board.remove(member.clientId);
            member.lease.dispose();
            if (this.members.size === 0) {
                this.dispose();
                this.onEmpty();
            }
        }
    }

    get carets(): CaretBoard {
        return this.board;
    }

    /** Passes an update that was checked on to the others, and applies it. Resolves when it is in the journal. */
    update(from: Member, update: Uint8Array, by: Author): Promise<void> {
        this.passOn(update, from);
        this.applying = true;
        try {
            return this.document.apply(update, by);
        } finally {
            this.applying = false;
        }
    }

    /** To be called when a member that was slow has read everything. */
    catchUp(member: Member): void {
        if (member.behind !== undefined && this.members.has(member)) {
            const update = Y.encodeStateAsUpdate(this.document.doc, member.behind);
            member.behind = undefined;
            const { id, metadata } = this.document;
            member.outbox.send({ type: 'update', document: id, update });
            member.outbox.send({ type: 'metadata', document: id, metadata });
            this.tellCarets(member);
        }
    }

    dispose(): void {
        this.board.dispose();
        for (const listening of this.listening) {
            listening.dispose();
        }
        if (this.turn !== undefined) {
            clearImmediate(this.turn);
            this.turn = undefined;
        }
    }

    private passOn(update: Uint8Array, from: Member | undefined): void {
        if (this.queue === undefined) {
            for (const member of this.members) {
                if (member.behind === undefined && member.outbox.isSlow) {
                    member.behind = vectorBefore(this.document.doc, update);
                }
            }
        }
        const frame = frameOf({ type: 'update', document: this.document.id, update });
        if (this.turn === undefined) {
            // The first of a turn goes at once. Others in the same turn are load, for which one write each is too much.
            this.turn = setImmediate(() => {
                this.turn = undefined;
                this.flush();
            });
            this.write(frame, from);
        } else {
            this.queue ??= [];
            this.queue.push({ frame, from });
        }
    }

    private flush(): void {
        const { queue } = this;
        if (queue === undefined) {
            return;
        }
        this.queue = undefined;
        const senders = new Set(queue.map(({ from }) => from));
        const whole = Buffer.concat(queue.map(({ frame }) => frame));
        for (const member of this.members) {
            if (member.behind === undefined) {
                const frames = senders.has(member)
                    ? Buffer.concat(queue.filter(({ from }) => from !== member).map(({ frame }) => frame))
                    : whole;
                if (frames.length > 0) {
                    member.outbox.sendFrame(frames);
                }
            }
        }
    }

    private write(frame: Buffer, except: Member | undefined): void {
        for (const member of this.members) {
            if (member !== except && member.behind === undefined) {
                member.outbox.sendFrame(frame);
            }
        }
    }

    /** Tells everybody but those who are behind, who are told when they have read. */
    private tell(message: ServerMessage): void {
        this.write(frameOf(message), undefined);
    }

    private end({ reason, message }: DocumentEnd): void {
        this.flush();
        const frame = frameOf({ type: 'ended', document: this.document.id, reason, message });
        for (const member of [...this.members]) {
            member.outbox.sendFrame(frame);
            member.ended();
            this.leave(member);
        }
    }
}

/** What a document had before an update, whether that is applied already, as those of the agent itself are, or not. */
function vectorBefore(doc: Y.Doc, update: Uint8Array): Uint8Array {
    const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
    for (const [client, clock] of Y.parseUpdateMeta(update).from) {
        vector.set(client, Math.min(clock, vector.get(client) ?? 0));
    }
    return encodeVector(vector);
}

/** As Yjs encodes state vectors. */
function encodeVector(vector: ReadonlyMap<number, number>): Uint8Array {
    return encoding.encode(encoder => {
        encoding.writeVarUint(encoder, vector.size);
        for (const [client, clock] of vector) {
            encoding.writeVarUint(encoder, client);
            encoding.writeVarUint(encoder, clock);
        }
    });
}
