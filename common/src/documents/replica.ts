import { toBase64 } from 'lib0/buffer';
import type * as Y from 'yjs';
import type { Caret } from './carets.js';
import { Emitter, type Disposable, type Event } from './events.js';
import { goOn } from './going-on.js';
import { handOver } from './hand-over.js';
import type { CaretReport, DocumentFormat, DocumentMetadata } from './metadata.js';
import { PatientRequests, type Question } from './patient-requests.js';
import { PendingUpdates } from './pending-updates.js';
import { editsOnto } from './place-text.js';
import { DocumentRefusal, isFinal } from './refusal.js';
import { ReplicaCarets } from './replica-carets.js';
import { Reopening } from './reopening.js';
import type { DocumentEnding, DocumentMessage, ReplicaHost } from './replica-host.js';
import { SharedText } from './shared-text.js';
import { refusalOfSize } from './text-limits.js';
import { pairOf } from './text-pieces.js';
import type { UnacknowledgedText } from './unacknowledged-text.js';
import type { ServerMessage } from './wire.js';

type Opened = Extract<ServerMessage, { type: 'opened' }>;

/**
 * A copy of a live document. Whoever changes {@link text} changes it for everybody: in transactions whose origin is not
 * this replica, which is the origin of what comes from the others.
 */
export class Replica implements Disposable {
    /** Resolves with the replica to use: another one, if that has the same file by another path. */
    readonly ready: Promise<Replica>;
    /** Paths by which it was asked for. */
    readonly names = new Set<string>();
    /** How many have opened it. */
    holders = 0;

    private content: SharedText;
    private currentMetadata: DocumentMetadata | undefined;
    private currentEpoch: string | undefined;
    private isReadOnly = false;
    private document: number | undefined;
    private ending: DocumentEnding | undefined;
    private readonly pending = new PendingUpdates();
    /** Client ids under which it has written. */
    private readonly ownIds = new Set<number>();
    private readonly board: ReplicaCarets;
    private readonly requests: PatientRequests;
    /** What could not be placed, because the person may only read now. */
    private stranded: UnacknowledgedText | undefined;
    private opening = false;
    /** Whether what was typed here is on its way to another replica of the file, or could not go there. */
    private handingOver = false;
    /** Whether edits are sent as they are made. */
    private sending = false;
    /** Whether to start from the agent's copy instead of going on with this one. */
    private anew = false;
    private readonly reopening: Reopening;
    private readonly readiness = Promise.withResolvers<Replica>();

    private readonly metadataEmitter = new Emitter<void>();
    private readonly acknowledgedEmitter = new Emitter<void>();
    private readonly replaceEmitter = new Emitter<void>();
    private readonly endEmitter = new Emitter<DocumentEnding>();

    /** {@link metadata} or {@link readOnly} has changed. */
    readonly onDidChangeMetadata = this.metadataEmitter.event;
    readonly onDidChangeAcknowledged = this.acknowledgedEmitter.event;
    /** {@link doc} and {@link text} are other ones now; edits that were not acknowledged are in them. */
    readonly onDidReplace = this.replaceEmitter.event;
    /** The document is over, and what is typed here reaches nobody any more. */
    readonly onDidEnd = this.endEmitter.event;
    readonly onDidChangeCarets: Event<void>;

    constructor(
        private readonly host: ReplicaHost<Replica>,
        private readonly firstPath: string
    ) {
        this.names.add(firstPath);
        this.content = this.makeContent();
        this.board = new ReplicaCarets(host.timing, caret => this.sendCaret(caret));
        this.onDidChangeCarets = this.board.onDidChange;
        this.requests = new PatientRequests(host.timing, host.ask);
        this.reopening = new Reopening(host, () => this.open());
        this.ready = this.readiness.promise;
        // Told to whoever waits for it; nobody may be left who does.
        this.ready.catch(() => undefined);
    }

    get doc(): Y.Doc {
        return this.content.doc;
    }

    get text(): Y.Text {
        return this.content.text;
    }

    get path(): string {
        return this.currentMetadata?.path ?? this.firstPath;
    }

    get metadata(): DocumentMetadata {
        if (this.currentMetadata === undefined) {
            throw new Error('A replica has no metadata before it is ready.');
        }
        return this.currentMetadata;
    }

    /** Names the history of which it is a copy. */
    get epoch(): string {
        return this.currentEpoch ?? '';
    }

    get readOnly(): boolean {
        return this.isReadOnly || this.ending !== undefined;
    }

    /** Whether everything that was typed here is safe with the agent. */
    get acknowledged(): boolean {
        return this.pending.isEmpty;
    }

    /** Whether changes come in as they happen. */
    get live(): boolean {
        return this.document !== undefined && !this.opening;
    }

    get ended(): DocumentEnding | undefined {
        return this.ending;
    }

    /** Carets of the others by client id. */
    get carets(): ReadonlyMap<number, Caret> {
        return this.board.carets;
    }

    /** Resolves when the file holds what this replica holds. Throws a {@link DocumentRefusal} with a sentence. */
    save(): Promise<void> {
        return this.request(document => ({ type: 'save', document, stateVector: this.content.stateVector }), true);
    }

    /** Makes the text that of the file, for everybody. */
    revert(): Promise<void> {
        return this.request(document => ({ type: 'revert', document }), false);
    }

    /** Has the file written in another way, or read anew. */
    changeFormat(format: DocumentFormat): Promise<void> {
        return this.request(document => ({ type: 'format', document, format }), false);
    }

    /** Tells the others where the carets are; undefined when they have left. May be called for every key. */
    setCaret(caret: CaretReport | undefined): void {
        this.board.set(caret);
    }

    /** Lets go of it, once for each time that it was opened. What was typed is still sent. */
    dispose(): void {
        this.holders--;
        this.releaseIfUnused();
    }

    /** Edits that were not acknowledged, to be kept elsewhere. */
    unacknowledged(): UnacknowledgedText | undefined {
        if (this.pending.isEmpty || this.currentEpoch === undefined) {
            return this.stranded;
        }
        const { inserted, deleted } = this.pending.ranges();
        return {
            path: this.path,
            epoch: this.currentEpoch,
            updates: toBase64(this.pending.merged()),
            ...pairOf(this.text, inserted, deleted)
        };
    }

    /** Client ids that were the same person's before their page was loaded anew. */
    adopt(clientIds: readonly number[]): void {
        for (const clientId of clientIds) {
            this.ownIds.add(clientId);
        }
    }

    /** Whether it has a history, and asks whether it can go on with it. */
    get comingBack(): boolean {
        return this.opening && this.currentEpoch !== undefined;
    }

    /**
     * Asks the agent for the document; to be called with each new connection. One that has no history yet waits for
     * those that come back: they may be of the same file, which has another path by now.
     */
    open(): void {
        const mustWait = this.currentEpoch === undefined && this.host.othersComeBack;
        if (this.opening || this.ending !== undefined || !this.host.connected || mustWait) {
            return;
        }
        this.opening = true;
        this.host.ask(
            {
                type: 'open',
                path: this.path,
                epoch: this.currentEpoch,
                stateVector: this.currentEpoch === undefined || this.anew ? undefined : this.content.stateVector
            },
            message => {
                const cameBack = this.comingBack;
                this.opening = false;
                this.openAnswered(message);
                if (cameBack) {
                    this.host.cameBack();
                }
            }
        );
    }

    /** The connection was cut, perhaps because of what was sent. */
    cut(violation: boolean): void {
        this.opening = false;
        this.detach();
        if (violation && !this.pending.isEmpty) {
            this.anew = true;
        }
        this.requests.cut(violation);
        this.releaseIfUnused();
    }

    /** A message of the agent about this document. */
    receive(message: DocumentMessage): void {
        switch (message.type) {
            case 'update':
                if (!this.content.apply(message.update)) {
                    this.open();
                }
                return;
            case 'acknowledged':
                this.changePending(() => this.pending.acknowledge(message.sequence));
                this.releaseIfUnused();
                return;
            case 'carets':
                this.board.take(message.update, clientId => this.ownIds.has(clientId));
                return;
            case 'metadata':
                this.takeMetadata(message.metadata, this.isReadOnly);
                return;
            case 'ended':
                this.detach();
                if (message.reason === 'removed') {
                    this.end(message);
                } else {
                    this.requests.cut(false);
                    this.reopening.begin();
                }
                return;
        }
    }

    /** Nothing comes any more, and nothing is sent. */
    shutDown(): void {
        const refusal = new DocumentRefusal('unavailable', 'The document was closed.');
        this.reopening.dispose();
        this.board.dispose();
        this.requests.end(refusal);
        this.readiness.reject(refusal);
        for (const emitter of [this.metadataEmitter, this.acknowledgedEmitter, this.replaceEmitter, this.endEmitter]) {
            emitter.dispose();
        }
        this.doc.destroy();
    }

    private openAnswered(message: ServerMessage): void {
        if (message.type === 'opened') {
            const actual = this.host.attach(this, message.document);
            if (actual !== this) {
                this.readiness.resolve(actual);
                void this.giveWay(message.metadata.path);
                return;
            }
            this.document = message.document;
            this.reopening.answered();
            if (this.ending === undefined) {
                this.opened(message);
            } else {
                this.leave();
            }
        } else if (message.type === 'refused') {
            this.openRefused(new DocumentRefusal(message.code, message.message));
        }
        this.releaseIfUnused();
    }

    private opened(message: Opened): void {
        if (this.currentEpoch === undefined) {
            this.content.fill(message.snapshot, message.tail);
            this.begin(message);
            this.requests.resume();
            this.readiness.resolve(this);
        } else if (message.snapshot.length > 0) {
            this.replace(message);
        } else {
            this.goOn(message);
        }
    }

    /** Another replica has the same document: a file that was opened by its new path before this one came back. */
    private async giveWay(path: string): Promise<void> {
        if (this.currentEpoch === undefined) {
            return;
        }
        const kept = this.unacknowledged();
        this.handingOver = kept !== undefined;
        this.end({
            reason: 'removed',
            message: `This file is ${path} now, and open in another editor. What you typed here goes there: continue in that one.`
        });
        const problem = kept && (await handOver(this.host, { ...kept, path }));
        if (problem !== undefined) {
            // It stays what is not acknowledged, with an editor or without.
            this.end({ reason: 'removed', message: problem });
            return;
        }
        this.handingOver = false;
        this.changePending(() => this.pending.clear());
        this.releaseIfUnused();
    }

    private openRefused(refusal: DocumentRefusal): void {
        if (this.currentEpoch === undefined) {
            this.ending = { reason: 'removed', message: refusal.message };
            this.readiness.reject(refusal);
        } else if (isFinal(refusal)) {
            this.detach();
            this.end({ reason: 'removed', message: refusal.message });
        } else {
            this.reopening.answered();
            this.reopening.begin();
        }
    }

    /** From now on edits are sent as they are made. */
    private begin(message: Opened): void {
        this.anew = false;
        this.currentEpoch = message.epoch;
        this.ownIds.add(message.clientId);
        this.doc.clientID = message.clientId;
        this.sending = !message.readOnly;
        this.takeMetadata(message.metadata, message.readOnly);
        this.board.reportAgain();
    }

    /** Goes on with the history that was left. */
    private goOn(message: Opened): void {
        const going = goOn(this.content, this.pending, clientId => this.ownIds.has(clientId), message);
        if (going.kind === 'differs') {
            // Edits of others that were passed on here are in no journal: the agent was killed in between.
            this.sending = false;
            this.anew = true;
            this.open();
            return;
        }
        this.begin(message);
        if (!message.readOnly) {
            this.changePending(() => {
                this.pending.clear();
                if (going.lacking !== undefined) {
                    this.addPending(going.lacking);
                }
            });
        }
        this.requests.resume();
    }

    /** Takes the agent's copy, and places on it what was not acknowledged. */
    private replace(message: Opened): void {
        const kept = this.unacknowledged();
        const arrived = message.epoch === this.currentEpoch ? message.stateVector : message.previous;
        const before = this.content;
        this.content = this.makeContent();
        this.content.fill(message.snapshot, message.tail);
        this.begin(message);
        this.changePending(() => {
            this.pending.clear();
            if (kept !== undefined && message.readOnly) {
                this.stranded = kept;
            } else if (kept !== undefined) {
                this.place(kept, arrived);
            }
        });
        this.requests.resume();
        this.replaceEmitter.fire();
        before.doc.destroy();
    }

    /** Places text that was typed on another history. Says whether there was anything to do. */
    place(kept: UnacknowledgedText, arrived: Uint8Array | undefined): boolean {
        const edits = editsOnto(this.content.toString(), kept, arrived);
        this.content.edit(edits);
        return edits.length > 0;
    }

    private async request(question: (document: number) => Question, again: boolean): Promise<void> {
        if (this.ending !== undefined) {
            throw new DocumentRefusal('not-found', this.ending.message);
        }
        if (this.isReadOnly) {
            throw new DocumentRefusal('forbidden', 'You may read this workspace, but not change it.');
        }
        await this.requests.request(() => question(this.document ?? 0), again);
    }

    private makeContent(): SharedText {
        const content = new SharedText(this, update => {
            if (content === this.content) {
                this.edited(update);
            }
        });
        return content;
    }

    private edited(update: Uint8Array): void {
        if (this.readOnly) {
            return;
        }
        const tooLarge = refusalOfSize(update, this.text.length);
        if (tooLarge !== undefined) {
            this.leave();
            this.end({ reason: 'removed', message: tooLarge });
            return;
        }
        this.changePending(() => this.addPending(update));
    }

    private addPending(update: Uint8Array): void {
        const sequence = this.pending.add(update);
        if (this.sending && this.document !== undefined) {
            this.host.sendUpdate(this.document, sequence, update);
        }
    }

    private changePending(change: () => void): void {
        const before = this.acknowledged;
        change();
        if (before !== this.acknowledged) {
            this.acknowledgedEmitter.fire();
        }
    }

    private sendCaret(caret: CaretReport | undefined): void {
        if (this.document !== undefined) {
            const { document } = this;
            this.host.send({ type: 'caret', document, caret: caret === undefined ? '' : JSON.stringify(caret) });
        }
    }

    private takeMetadata(metadata: DocumentMetadata, readOnly: boolean): void {
        if (metadata.path !== this.currentMetadata?.path) {
            if (this.currentMetadata !== undefined) {
                // Under the old path there may soon be another file.
                this.names.clear();
            }
            this.names.add(metadata.path);
        }
        this.currentMetadata = metadata;
        this.isReadOnly = readOnly;
        this.metadataEmitter.fire();
    }

    private detach(): void {
        this.sending = false;
        this.reopening.dispose();
        if (this.document !== undefined) {
            this.host.detach(this, this.document);
            this.document = undefined;
        }
        this.board.clear();
    }

    private leave(): void {
        if (this.document !== undefined) {
            this.host.send({ type: 'close', document: this.document });
            this.detach();
        }
    }

    private end(ending: DocumentEnding): void {
        this.ending = { reason: ending.reason, message: ending.message };
        this.requests.end(new DocumentRefusal('not-found', ending.message));
        this.metadataEmitter.fire();
        this.endEmitter.fire(this.ending);
        this.releaseIfUnused();
    }

    private releaseIfUnused(): void {
        const isDone = this.pending.isEmpty || this.ending !== undefined || this.currentEpoch === undefined;
        if (this.holders <= 0 && !this.opening && !this.handingOver && isDone) {
            const { document } = this;
            this.document = undefined;
            this.host.release(this, document);
        }
    }
}
