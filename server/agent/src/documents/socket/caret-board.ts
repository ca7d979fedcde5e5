import { encodeCarets, type CaretEntry, type CaretState } from '@longtable/common/documents';
import type { Clock } from '../../clock.js';
import type { Disposable } from '../../disposable.js';

/** Shortest time between two messages about carets, in milliseconds: 30 a second (DOC-46). */
const INTERVAL = 1000 / 30;
/** Of how many that have left it is known, for those who were too slow to be told at once. */
const MOST_LEFT = 1000;

/** The carets in one document: collects what changes, and tells it in one message for everybody. */
export class CaretBoard implements Disposable {
    private readonly states = new Map<number, CaretState>();
    private readonly left = new Set<number>();
    private readonly changed = new Set<number>();
    private clock = 0;
    private last = -Infinity;
    private waiting: Disposable | undefined;

    constructor(
        private readonly time: Clock,
        private readonly tell: (update: Uint8Array) => void
    ) {}

    set(clientId: number, state: CaretState): void {
        this.states.set(clientId, state);
        this.left.delete(clientId);
        this.change(clientId);
    }

    remove(clientId: number): void {
        if (this.states.delete(clientId)) {
            this.left.add(clientId);
            for (const first of this.left) {
                if (this.left.size <= MOST_LEFT) {
                    break;
                }
                this.left.delete(first);
            }
            this.change(clientId);
        }
    }

    /** Everything there is to know, for one who knows nothing or missed some of it; undefined when that is nothing. */
    everything(): Uint8Array | undefined {
        const clientIds = [...this.states.keys(), ...this.left];
        return clientIds.length === 0 ? undefined : this.encode(clientIds);
    }

    dispose(): void {
        this.waiting?.dispose();
    }

    private change(clientId: number): void {
        this.changed.add(clientId);
        this.waiting ??= this.time.after(Math.max(0, this.last + INTERVAL - this.time.now()), () => {
            this.waiting = undefined;
            this.last = this.time.now();
            const update = this.encode([...this.changed]);
            this.changed.clear();
            this.tell(update);
        });
    }

    private encode(clientIds: readonly number[]): Uint8Array {
        // One clock for all: it only has to grow.
        this.clock++;
        return encodeCarets(
            clientIds.map((clientId): CaretEntry => ({ clientId, clock: this.clock, state: this.states.get(clientId) }))
        );
    }
}
