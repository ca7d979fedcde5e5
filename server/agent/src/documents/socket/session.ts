import { can, LongtableError, messageOf, type CoAuthor, type Person, type UserId } from '@longtable/common';
import { decodeClientMessage, type ClientMessage, type ServerMessage } from '@longtable/common/documents';
import * as Y from 'yjs';
import type { Disposable } from '../../disposable.js';
import type { DocumentLease, Documents } from '../documents.js';
import type { LiveDocument } from '../live-document.js';
import { Acknowledger } from './acknowledger.js';
import { checkUpdate } from './check-update.js';
import { parseCaret, parseFormat } from './client-reports.js';
import type { Outbox } from './outbox.js';
import type { Member, Room } from './room.js';
import type { Rooms } from './rooms.js';
import { Violation } from './violation.js';

const MOST_DOCUMENTS = 2000;
/** Requests that one connection may have under way. */
const MOST_REQUESTS = 4000;
const LONGEST_PATH = 4096;

/** What a viewer may send (DOC-40). */
const FOR_EVERYBODY = new Set<ClientMessage['type']>(['open', 'close', 'caret']);

/** Knows whose edits are in what is staged (DOC-50). */
export interface CoAuthors {
    /** Somebody came who may edit. */
    learn(person: Person): void;
    coAuthors(me: UserId): Promise<readonly CoAuthor[]>;
}

/** What sessions have in common. */
export interface SessionContext {
    readonly documents: () => Promise<Documents>;
    readonly coAuthors?: CoAuthors | undefined;
    readonly rooms: Rooms;
}

interface Place extends Member {
    readonly room: Room;
    readonly acknowledger: Acknowledger;
}

type Request = Extract<ClientMessage, { request: number }>;

/** One connection: what its messages do, in the order in which they come. */
export class Session implements Disposable {
    private readonly places = new Map<number, Place>();
    private readonly mayEdit: boolean;
    private autoSave = true;
    private requests = 0;
    private opening = 0;
    private ended = false;
    /** A file that is opened after a rename is to be found under its new path. */
    private renames: Promise<void> = Promise.resolve();

    constructor(
        private readonly person: Person,
        private readonly outbox: Outbox,
        private readonly context: SessionContext,
        /** Ends the connection for a violation that was found only after a wait. */
        private readonly endFor: (reason: string) => void
    ) {
        this.mayEdit = can(person.role, 'edit');
        if (this.mayEdit) {
            context.coAuthors?.learn(person);
        }
        outbox.onRead(() => {
            for (const place of this.places.values()) {
                place.room.catchUp(place);
            }
        });
    }

    /**
     * Handles a message, which may lie beside others in one buffer. Throws a {@link Violation}, after which the session is
     * to be disposed of.
     */
    receive(bytes: Uint8Array): void {
        if (this.ended) {
            return;
        }
        const message = decoded(bytes);
        if (!this.mayEdit && !FOR_EVERYBODY.has(message.type)) {
            throw new Violation('You may read this workspace, but not change it.');
        }
        switch (message.type) {
            case 'update':
                this.update(message.document, message.sequence, message.update);
                return;
            case 'caret':
                this.caret(message.document, message.caret);
                return;
            case 'auto-save':
                this.autoSave = message.on;
                return;
            case 'close':
                this.leave(message.document);
                return;
            default:
                this.answer(message);
        }
    }

    dispose(): void {
        this.ended = true;
        for (const document of [...this.places.keys()]) {
            this.leave(document);
        }
    }

    private update(document: number, sequence: number, update: Uint8Array): void {
        const place = this.places.get(document);
        // One that has ended may still get what was sent before its replica knew.
        if (place !== undefined) {
            const { userId } = this.person;
            checkUpdate(update, place.room.document, userId);
            place.room.update(place, update, { userId, autoSave: this.autoSave }, saved =>
                place.acknowledger.add(sequence, saved)
            );
        }
    }

    private caret(document: number, text: string): void {
        const caret = parseCaret(text);
        const place = this.places.get(document);
        if (place === undefined) {
            return;
        }
        if (caret === undefined) {
            place.room.carets.remove(place.clientId);
        } else {
            const { userId, name, role, avatar } = this.person;
            const person = { userId, name, role, ...(avatar !== undefined && { avatar }) };
            place.room.carets.set(place.clientId, { ...caret, person });
        }
    }

    private answer(message: Request): void {
        if (++this.requests > MOST_REQUESTS) {
            throw new Violation('There are too many requests under way.');
        }
        const { request } = message;
        this.perform(message)
            .then(
                answer => answer && this.send(answer),
                (error: unknown) => {
                    if (error instanceof Violation) {
                        this.endFor(error.message);
                    } else {
                        this.send(refusalOf(request, error));
                    }
                }
            )
            .finally(() => this.requests--)
            .catch((error: unknown) => console.error('A request about a document could not be answered:', error));
    }

    private perform(message: Request): Promise<ServerMessage | undefined> {
        const { request } = message;
        const done = (): ServerMessage => ({ type: 'done', request });
        switch (message.type) {
            case 'open':
                checkPath(message.path);
                return this.open(message);
            case 'renamed': {
                checkPath(message.from);
                checkPath(message.to);
                const renamed = this.context.documents().then(documents => documents.renamed(message.from, message.to));
                this.renames = Promise.allSettled([this.renames, renamed]).then(() => undefined);
                return renamed.then(done);
            }
            case 'save':
                return this.save(message.document, message.stateVector).then(done);
            case 'revert':
                return this.documentOf(message.document)
                    .then(document => document.revert())
                    .then(done);
            case 'format': {
                const format = parseFormat(message.format);
                return this.documentOf(message.document)
                    .then(document => document.changeFormat(format))
                    .then(done);
            }
            case 'co-authors':
                return this.coAuthors(request);
        }
    }

    private async save(number: number, stateVector: Uint8Array): Promise<void> {
        const wanted = vector(stateVector);
        const document = await this.documentOf(number);
        for (const [client, clock] of wanted) {
            if (clock > Y.getState(document.doc.store, client)) {
                throw new LongtableError('conflict', 'The document is being opened again. Save once more.');
            }
        }
        await document.save(stateVector);
    }

    private async coAuthors(request: number): Promise<ServerMessage> {
        const coAuthors = (await this.context.coAuthors?.coAuthors(this.person.userId)) ?? [];
        return { type: 'co-authors', request, coAuthors };
    }

    private async documentOf(number: number): Promise<LiveDocument> {
        const place = this.places.get(number);
        if (place === undefined) {
            throw new LongtableError('not-found', 'The document is no longer open. Open the file again.');
        }
        return place.room.document;
    }

    private async open(message: Extract<ClientMessage, { type: 'open' }>): Promise<ServerMessage | undefined> {
        const known = message.stateVector;
        if (known !== undefined) {
            vector(known);
        }
        if (this.places.size + this.opening >= MOST_DOCUMENTS) {
            throw new Violation('There are too many documents open.');
        }
        this.opening++;
        const lease = await this.lease(message.path).finally(() => this.opening--);
        if (this.ended) {
            lease.dispose();
            return undefined;
        }
        const clientId = lease.document.issueClientId(this.person.userId);
        const place = this.placeIn(lease.document, clientId, lease);
        const { document } = place.room;
        const continues = known !== undefined && message.epoch === document.epoch;
        const { snapshot, tail } = continues
            ? { snapshot: new Uint8Array(), tail: [Y.encodeStateAsUpdate(document.doc, known)] }
            : document.history();
        this.send({
            type: 'opened',
            request: message.request,
            document: document.id,
            epoch: document.epoch,
            clientId,
            readOnly: !this.mayEdit,
            stateVector: message.epoch === undefined ? new Uint8Array() : Y.encodeStateVector(document.doc),
            snapshot,
            tail,
            previous: message.epoch === undefined ? undefined : document.endedEpoch(message.epoch),
            metadata: document.metadata
        });
        place.room.tellCarets(place);
        return undefined;
    }

    private async lease(path: string): Promise<DocumentLease> {
        const documents = await this.context.documents();
        await this.renames;
        return documents.open(path);
    }

    /** Where this connection is in a document: where it was, if it opens the document once more. */
    private placeIn(document: LiveDocument, clientId: number, lease: DocumentLease): Place {
        const existing = this.places.get(document.id);
        if (existing !== undefined) {
            lease.dispose();
            existing.room.carets.remove(existing.clientId);
            existing.clientId = clientId;
            return existing;
        }
        const { outbox } = this;
        const room = this.context.rooms.of(document);
        const place: Place = {
            room,
            lease,
            outbox,
            clientId,
            behind: undefined,
            acknowledger: new Acknowledger(sequence =>
                this.send({ type: 'acknowledged', document: document.id, sequence })
            ),
            ended: () => this.places.delete(document.id)
        };
        this.places.set(document.id, place);
        room.join(place);
        return place;
    }

    private leave(document: number): void {
        const place = this.places.get(document);
        if (place !== undefined) {
            this.places.delete(document);
            place.acknowledger.dispose();
            place.room.leave(place);
        }
    }

    private send(message: ServerMessage): void {
        if (!this.ended) {
            this.outbox.send(message);
        }
    }
}

function decoded(bytes: Uint8Array): ClientMessage {
    try {
        return decodeClientMessage(bytes);
    } catch {
        throw new Violation('A message cannot be read.');
    }
}

function vector(bytes: Uint8Array): Map<number, number> {
    try {
        return Y.decodeStateVector(bytes);
    } catch {
        throw new Violation('A state vector cannot be read.');
    }
}

function checkPath(path: string): void {
    if (path.length > LONGEST_PATH || path.includes('\0')) {
        throw new Violation('A path is none.');
    }
}

function refusalOf(request: number, error: unknown): ServerMessage {
    if (error instanceof LongtableError) {
        return { type: 'refused', request, code: error.code, message: messageOf(error) };
    }
    console.error('A request about a document failed:', error);
    const message = 'The workspace could not do that. What you typed is kept. Try again in a moment.';
    return { type: 'refused', request, code: 'internal', message };
}
