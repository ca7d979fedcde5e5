import { fromBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { CoAuthor } from '../commit-identity.js';
import { Emitter, type Disposable, type Event } from './events.js';
import { rangesOf } from './id-ranges.js';
import { canIntegrate } from './missing-structs.js';
import { PatientRequests, type Ask, type Question } from './patient-requests.js';
import { DocumentRefusal } from './refusal.js';
import type { ReplicaHost } from './replica-host.js';
import { Replica } from './replica.js';
import { systemTiming, type Timing } from './timing.js';
import type { UnacknowledgedText } from './unacknowledged-text.js';
import type { WebSocketLike } from './web-socket-like.js';
import { decodeServerMessage, encodeClientMessage, type ClientMessage, type ServerMessage } from './wire.js';

/** A connection that lived this long, in milliseconds, is a good one: the next starts without much waiting. */
const LONG_LIFE = 10_000;

/** Close codes by which the agent says that what was sent was wrong. */
const VIOLATIONS = new Set([1002, 1003, 1007, 1008, 1009]);

export interface DocumentsConnectionOptions {
    /** Opens a WebSocket to `DOCUMENTS_PATH` of the workspace. */
    readonly connect: () => WebSocketLike;
    /** How long to wait before the attempt, counted from 0, in milliseconds. */
    readonly backOff: (attempt: number) => number;
    /** Whether what is typed is to be written to disk without a save; it is by default. */
    readonly autoSave?: boolean;
    readonly timing?: Timing;
}

/** One WebSocket to the agent with the replicas of any number of documents, made again whenever it is cut. */
export class DocumentsConnection implements Disposable {
    private socket: WebSocketLike | undefined;
    private isConnected = false;
    private openedAt = 0;
    private attempts = 0;
    private waiting: Disposable | undefined;
    private disposed = false;
    private asked = 0;
    private readonly answers = new Map<number, (message: ServerMessage) => void>();
    private readonly replicas = new Set<Replica>();
    private readonly attached = new Map<number, Replica>();
    private readonly requests: PatientRequests;
    private readonly host: ReplicaHost<Replica>;
    private readonly timing: Timing;
    private autoSave: boolean;
    /** What the agent of this connection was told; a new one takes it for on. */
    private toldAutoSave = true;
    private readonly connectedEmitter = new Emitter<boolean>();
    private readonly replicasEmitter = new Emitter<void>();

    readonly onDidChangeConnected: Event<boolean> = this.connectedEmitter.event;
    /** There are other {@link openReplicas} than before. */
    readonly onDidChangeReplicas: Event<void> = this.replicasEmitter.event;

    constructor(private readonly options: DocumentsConnectionOptions) {
        this.timing = options.timing ?? systemTiming;
        this.autoSave = options.autoSave ?? true;
        this.requests = new PatientRequests(this.timing, (question, answer) => this.ask(question, answer));
        this.host = this.makeHost();
        this.connect();
    }

    get connected(): boolean {
        return this.isConnected;
    }

    get openReplicas(): readonly Replica[] {
        return [...this.replicas];
    }

    /**
     * The replica of a file, the same for everybody here who opens it; to be disposed of once each. Waits for a
     * connection if need be. Throws a {@link DocumentRefusal} when the file cannot be shared.
     */
    async open(path: string): Promise<Replica> {
        if (this.disposed) {
            throw new DocumentRefusal('unavailable', 'The page is closing.');
        }
        let replica = this.openReplicas.find(({ names, ended }) => names.has(path) && ended === undefined);
        if (replica === undefined) {
            replica = new Replica(this.host, path);
            this.replicas.add(replica);
            replica.open();
            this.replicasEmitter.fire();
        }
        replica.holders++;
        try {
            return await replica.ready;
        } catch (error) {
            replica.dispose();
            throw error;
        }
    }

    /** To be told after a file or folder was given another path. */
    async renamed(from: string, to: string): Promise<void> {
        await this.requests.request(() => ({ type: 'renamed', from, to }), true);
    }

    /** Everybody else whose live edits stand in what is staged. Throws a {@link DocumentRefusal} without a connection. */
    coAuthors(): Promise<readonly CoAuthor[]> {
        return new Promise((resolve, reject) => {
            const unavailable = new DocumentRefusal('unavailable', 'The workspace cannot be reached now.');
            if (!this.isConnected) {
                reject(unavailable);
                return;
            }
            const disconnection = this.onDidChangeConnected(() => {
                disconnection.dispose();
                reject(unavailable);
            });
            this.ask({ type: 'co-authors' }, message => {
                disconnection.dispose();
                if (message.type === 'co-authors') {
                    resolve(message.coAuthors);
                } else if (message.type === 'refused') {
                    reject(new DocumentRefusal(message.code, message.message));
                }
            });
        });
    }

    /** Whether what is typed from now on is to be written to disk without a save. */
    setAutoSave(on: boolean): void {
        this.autoSave = on;
    }

    /** What was typed and is not safe with the agent, of all replicas, to be kept over a reload of the page. */
    unacknowledged(): readonly UnacknowledgedText[] {
        return this.openReplicas.flatMap(replica => replica.unacknowledged() ?? []);
    }

    /** Brings back what was kept. Nothing is doubled that had arrived after all, as far as the agent still knows. */
    async bringBack(kept: UnacknowledgedText): Promise<'nothing' | 'merged'> {
        const replica = await this.open(kept.path);
        try {
            if (replica.readOnly) {
                throw new DocumentRefusal('forbidden', 'You may read this workspace, but not change it.');
            }
            const update = fromBase64(kept.updates);
            const known = Y.decodeStateVector(Y.encodeStateVector(replica.doc));
            const fits = canIntegrate(Y.decodeUpdate(update), client => known.get(client) ?? 0);
            if (replica.epoch === kept.epoch && fits) {
                return applyAgain(replica, update) ? 'merged' : 'nothing';
            }
            const arrived =
                replica.epoch === kept.epoch
                    ? Y.encodeStateVector(replica.doc)
                    : await this.arrived(replica, kept.epoch);
            return replica.place(kept, arrived) ? 'merged' : 'nothing';
        } finally {
            replica.dispose();
        }
    }

    /** Closes the connection. What was not acknowledged is to be asked for before. */
    dispose(): void {
        this.disposed = true;
        this.waiting?.dispose();
        for (const replica of this.replicas) {
            replica.shutDown();
        }
        this.requests.end(new DocumentRefusal('unavailable', 'The page is closing.'));
        this.replicas.clear();
        this.attached.clear();
        this.answers.clear();
        const { socket } = this;
        this.socket = undefined;
        socket?.close(1000);
        this.setConnected(false);
        this.connectedEmitter.dispose();
        this.replicasEmitter.dispose();
    }

    private makeHost(): ReplicaHost<Replica> {
        const isConnected = () => this.isConnected;
        const othersComeBack = () => this.openReplicas.some(({ comingBack }) => comingBack);
        return {
            timing: this.timing,
            get connected() {
                return isConnected();
            },
            get othersComeBack() {
                return othersComeBack();
            },
            cameBack: () => {
                for (const replica of this.openReplicas.filter(({ epoch }) => epoch === '')) {
                    replica.open();
                }
            },
            backOff: attempt => this.options.backOff(attempt),
            ask: (question, answer) => this.ask(question, answer),
            send: message => this.send(message),
            sendUpdate: (document, sequence, update) => {
                if (this.toldAutoSave !== this.autoSave) {
                    this.toldAutoSave = this.autoSave;
                    this.send({ type: 'auto-save', on: this.autoSave });
                }
                this.send({ type: 'update', document, sequence, update });
            },
            attach: (replica, document) => this.attach(replica, document),
            detach: (replica, document) => {
                if (this.attached.get(document) === replica) {
                    this.attached.delete(document);
                }
            },
            bringBack: kept => this.bringBack(kept),
            release: (replica, document) => this.release(replica, document)
        };
    }

    private attach(replica: Replica, document: number): Replica {
        const existing = this.attached.get(document);
        if (existing === undefined || existing === replica) {
            this.attached.set(document, replica);
            return replica;
        }
        if (replica.epoch !== '') {
            return existing;
        }
        existing.holders += replica.holders;
        for (const name of replica.names) {
            existing.names.add(name);
        }
        this.replicas.delete(replica);
        this.replicasEmitter.fire();
        return existing;
    }

    private release(replica: Replica, document: number | undefined): void {
        if (this.replicas.delete(replica)) {
            if (document !== undefined && this.attached.get(document) === replica) {
                this.attached.delete(document);
                this.send({ type: 'close', document });
            }
            replica.shutDown();
            this.replicasEmitter.fire();
        }
    }

    /** The last state vector of an epoch that has ended, if the agent knows it. */
    private async arrived(replica: Replica, epoch: string): Promise<Uint8Array | undefined> {
        const answer = await this.requests.request(
            () => ({ type: 'open', path: replica.path, epoch, stateVector: undefined }),
            true
        );
        if (answer.type !== 'opened') {
            return undefined;
        }
        // Under which the carets of this tab are told from now on.
        replica.adopt([answer.clientId]);
        return answer.previous;
    }

    private connect(): void {
        const socket = this.options.connect();
        this.socket = socket;
        socket.binaryType = 'arraybuffer';
        socket.addEventListener('open', () => {
            if (this.socket === socket) {
                this.begin();
            }
        });
        socket.addEventListener('message', ({ data }) => {
            if (this.socket === socket) {
                this.receive(data);
            }
        });
        // What is wrong with a connection is told by its close as well.
        socket.addEventListener('error', () => undefined);
        socket.addEventListener('close', ({ code }) => {
            if (this.socket === socket) {
                this.cut(VIOLATIONS.has(code));
            }
        });
    }

    private begin(): void {
        this.openedAt = this.timing.now();
        this.toldAutoSave = true;
        this.setConnected(true);
        this.requests.resume();
        // First those that have a history.
        for (const replica of this.openReplicas.toSorted(
            (one, other) => Number(other.epoch !== '') - Number(one.epoch !== '')
        )) {
            replica.open();
        }
    }

    private cut(violation: boolean): void {
        if (this.isConnected && !violation && this.timing.now() - this.openedAt > LONG_LIFE) {
            this.attempts = 0;
        }
        this.socket = undefined;
        this.answers.clear();
        this.setConnected(false);
        this.requests.cut(violation);
        for (const replica of this.openReplicas) {
            replica.cut(violation);
        }
        this.waiting = this.timing.after(this.options.backOff(this.attempts++), () => {
            this.waiting = undefined;
            this.connect();
        });
    }

    private receive(data: unknown): void {
        if (!(data instanceof ArrayBuffer)) {
            return;
        }
        const message = decodeServerMessage(new Uint8Array(data));
        switch (message.type) {
            case 'opened':
            case 'done':
            case 'co-authors':
            case 'refused': {
                const answer = this.answers.get(message.request);
                this.answers.delete(message.request);
                answer?.(message);
                return;
            }
            default:
                this.attached.get(message.document)?.receive(message);
        }
    }

    private readonly ask: Ask = (question: Question, answer) => {
        const request = ++this.asked;
        this.answers.set(request, answer);
        this.send({ ...question, request });
    };

    private send(message: ClientMessage): void {
        if (this.isConnected) {
            this.socket?.send(encodeClientMessage(message) as Uint8Array<ArrayBuffer>);
        }
    }

    private setConnected(connected: boolean): void {
        if (this.isConnected !== connected) {
            this.isConnected = connected;
            this.connectedEmitter.fire(connected);
        }
    }
}

/** Applies edits that were made on the same history. Says whether there was anything new in them. */
function applyAgain(replica: Replica, update: Uint8Array): boolean {
    replica.adopt(rangesOf(update).inserted.clients);
    let changed = false;
    const listener = () => (changed = true);
    replica.doc.on('update', listener);
    Y.applyUpdate(replica.doc, update, 'unacknowledged');
    replica.doc.off('update', listener);
    return changed;
}
