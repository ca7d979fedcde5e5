import { CaretReporter } from './caret-reporter.js';
import { decodeCarets, type Caret } from './carets.js';
import { Emitter, type Disposable } from './events.js';
import type { CaretReport } from './metadata.js';
import type { Timing } from './timing.js';

/** The carets in a document: one's own, to be reported, and those of the others. */
export class ReplicaCarets implements Disposable {
    private readonly others = new Map<number, Caret>();
    private readonly reporter: CaretReporter;
    private readonly emitter = new Emitter<void>();

    readonly onDidChange = this.emitter.event;

    constructor(timing: Timing, report: (caret: CaretReport | undefined) => void) {
        this.reporter = new CaretReporter(timing, report);
    }

    get carets(): ReadonlyMap<number, Caret> {
        return this.others;
    }

    set(caret: CaretReport | undefined): void {
        this.reporter.set(caret);
    }

    /** There is an agent that knows nothing of one's own. */
    reportAgain(): void {
        this.reporter.again();
    }

    take(update: Uint8Array, isOwn: (clientId: number) => boolean): void {
        for (const { clientId, state } of decodeCarets(update)) {
            if (state === undefined) {
                this.others.delete(clientId);
            } else if (!isOwn(clientId)) {
                this.others.set(clientId, { ...state, clientId });
            }
        }
        this.emitter.fire();
    }

    clear(): void {
        if (this.others.size > 0) {
            this.others.clear();
            this.emitter.fire();
        }
    }

    dispose(): void {
        this.reporter.dispose();
        this.emitter.dispose();
    }
}
