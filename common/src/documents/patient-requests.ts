import type { Disposable } from './events.js';
import { DocumentRefusal } from './refusal.js';
import type { Timing } from './timing.js';
import type { ClientMessage, ServerMessage } from './wire.js';

/** How long a request waits for a connection, in milliseconds. */
const PATIENCE = 10_000;

type Request = Extract<ClientMessage, { request: number }>;
/** A request without its number. */
export type Question = Request extends infer R ? (R extends Request ? Omit<R, 'request'> : never) : never;

/** Sends a question, and calls back with its answer unless the connection is cut before. */
export type Ask = (question: Question, answer: (message: ServerMessage) => void) => void;

interface Waiting {
    readonly question: () => Question;
    /** Whether it is asked again after a cut: only what can be done twice. */
    readonly again: boolean;
    readonly resolve: (answer: ServerMessage) => void;
    readonly reject: (refusal: DocumentRefusal) => void;
    asked: boolean;
    timer: Disposable | undefined;
}

/** Requests that outlive a cut of the connection, if it is short. */
export class PatientRequests {
    private readonly waiting = new Set<Waiting>();
    private live = false;

    constructor(
        private readonly timing: Timing,
        private readonly ask: Ask
    ) {}

    /** Resolves with the answer when it was done. Throws a {@link DocumentRefusal}. */
    request(question: () => Question, again: boolean): Promise<ServerMessage> {
        return new Promise((resolve, reject) => {
            const waiting: Waiting = { question, again, resolve, reject, asked: false, timer: undefined };
            this.waiting.add(waiting);
            this.proceed(waiting);
        });
    }

    /** There is somebody to ask. */
    resume(): void {
        this.live = true;
        for (const waiting of [...this.waiting]) {
            this.proceed(waiting);
        }
    }

    /** There is nobody any more, perhaps because of what was asked. */
    cut(violation: boolean): void {
        this.live = false;
        for (const waiting of [...this.waiting]) {
            if (waiting.asked && (violation || !waiting.again)) {
                this.refuse(waiting, unavailable());
            } else if (waiting.asked) {
                waiting.asked = false;
                this.proceed(waiting);
            }
        }
    }

    /** Nobody will answer any more. */
    end(refusal: DocumentRefusal): void {
        this.live = false;
        for (const waiting of [...this.waiting]) {
            this.refuse(waiting, refusal);
        }
    }

    private proceed(waiting: Waiting): void {
        if (!this.live) {
            waiting.timer ??= this.timing.after(PATIENCE, () => this.refuse(waiting, unavailable()));
            return;
        }
        if (waiting.asked) {
            return;
        }
        waiting.asked = true;
        waiting.timer?.dispose();
        waiting.timer = undefined;
        this.ask(waiting.question(), message => {
            if (message.type === 'refused') {
                this.refuse(waiting, new DocumentRefusal(message.code, message.message));
            } else if (this.waiting.delete(waiting)) {
                waiting.resolve(message);
            }
        });
    }

    private refuse(waiting: Waiting, refusal: DocumentRefusal): void {
        waiting.timer?.dispose();
        if (this.waiting.delete(waiting)) {
            waiting.reject(refusal);
        }
    }
}

function unavailable(): DocumentRefusal {
    return new DocumentRefusal(
        'unavailable',
        'The workspace cannot be reached. What you typed is kept here and sent when the connection is back; then try again.'
    );
}
