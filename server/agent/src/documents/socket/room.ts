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

/**
 * How long an update that was passed on waits until it is applied, in milliseconds. On a machine with few processors those
 * who are to read it get one only when the agent lets go of it, so it does before it goes on with what takes far longer
 * than to pass on.
 */
const LETS_OTHERS_READ = 1;

/** An update that was passed on and is not applied yet. */
interface PassedOn {
    readonly update: Uint8Array;
    readonly by: Author;
    /** Told when it is applied, with what resolves when it is in the journal. */
    readonly applied: (saved: Promise<void>) => void;
}

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
    /** Not applied yet. */
    private latest: PassedOn | undefined;
    /** Runs from an update that was passed on at once until it is applied. */
    private pause: Disposable | undefined;

    constructor(
        private readonly live: LiveDocument,
        private readonly clock: Clock,
        private readonly onEmpty: () => void
    ) {
        this.board = new CaretBoard(clock, update => this.tell({ type: 'carets', document: live.id, update }));
        this.listening = [
            live.onUpdate((update, by) => {
                // What a member sent was passed on before.
                if (by === 'disk') {
                    this.passOn(update, undefined);
                }
            }),
            live.onMetadata(() => {
                this.flush();
                const { id, metadata } = live;
                this.tell({ type: 'metadata', document: id, metadata });
            }),
            live.onEnd(end => this.end(end))
        ];
    }

    /** Holds everything that was passed on before, which who joins now was not sent. */
    get document(): LiveDocument {
        this.settle();
        return this.live;
    }

    join(member: Member): void {
        this.members.add(member);
    }

    /** Tells one who has just joined, or missed some, where everybody is. */
    tellCarets(member: Member): void {
        const update = this.board.everything();
        if (update !== undefined) {
            member.outbox.send({ type: 'carets', document: this.live.id, update });
        }
    }

    leave(member: Member): void {
        this.settle();
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

    /** Passes an update that was checked on to the others, and applies it soon after, at the latest before anybody looks. */
    update(from: Member, update: Uint8Array, by: Author, applied: (saved: Promise<void>) => void): void {
        this.settle();
        this.passOn(update, from);
        this.latest = { update, by, applied };
        this.pause ??= this.clock.after(LETS_OTHERS_READ, () => {
            this.pause = undefined;
            this.settle();
        });
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
        this.pause?.dispose();
        if (this.turn !== undefined) {
            clearImmediate(this.turn);
        }
    }

    /** Applies what was passed on and is not applied yet. */
    private settle(): void {
        const { latest } = this;
        if (latest !== undefined) {
            this.latest = undefined;
            try {
                // The bytes came beside others, which are not to be kept with them.
                latest.applied(this.live.apply(new Uint8Array(latest.update), latest.by));
            } catch (error) {
                // It was checked. What builds on it will be refused, whereupon its writer comes anew and brings it again.
                console.error('An edit could not be applied:', error);
            }
        }
    }

    private passOn(update: Uint8Array, from: Member | undefined): void {
        if (this.queue === undefined) {
            for (const member of this.members) {
                if (member.behind === undefined && member.outbox.isSlow) {
                    member.behind = vectorBefore(this.live.doc, update);
                }
            }
        }
        const frame = frameOf({ type: 'update', document: this.live.id, update });
        if (this.turn !== undefined) {
            this.queue ??= [];
            this.queue.push({ frame, from });
            return;
        }
        this.write(frame, from);
        if (this.pause !== undefined) {
            // It came shortly after another one. More in the same turn are load, for which one write each is too much.
            this.turn = setImmediate(() => {
                this.turn = undefined;
                this.flush();
            });
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
        // What is not applied by now is in no file and no journal: whoever typed it learns that, and brings it again.
        this.latest = undefined;
        this.flush();
        const frame = frameOf({ type: 'ended', document: this.live.id, reason, message });
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
