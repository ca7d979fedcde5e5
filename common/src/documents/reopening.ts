import type { Disposable } from './events.js';
import type { ReplicaHost } from './replica-host.js';

/** A document that ends this soon after it was opened, in milliseconds, waits before it is opened once more. */
const SHORT_LIFE = 5000;

/** Opens a document once more, each time later if it does not last. */
export class Reopening implements Disposable {
    private attempts = 0;
    private answeredAt = -Infinity;
    private waiting: Disposable | undefined;

    constructor(
        private readonly host: Pick<ReplicaHost<unknown>, 'timing' | 'backOff'>,
        private readonly open: () => void
    ) {}

    /** The agent has answered a request to open it. */
    answered(): void {
        this.answeredAt = this.host.timing.now();
    }

    begin(): void {
        if (this.host.timing.now() - this.answeredAt > SHORT_LIFE) {
            this.attempts = 0;
            this.open();
            return;
        }
        this.waiting?.dispose();
        this.waiting = this.host.timing.after(this.host.backOff(this.attempts++), () => {
            this.waiting = undefined;
            this.open();
        });
    }

    /** It is not to be opened now. */
    dispose(): void {
        this.waiting?.dispose();
        this.waiting = undefined;
    }
}
