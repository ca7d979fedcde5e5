import { messageOf, type Snapshot, type TakeSnapshot } from '@longtable/common';
import { Emitter } from '@theia/core/lib/common/event';
import { type Disposable } from '@theia/core/lib/common/disposable';
import { type SnapshotService } from './snapshot-service';

/** How often a snapshot that is being taken is looked at, in milliseconds. */
const LOOK_EVERY_MS = 400;

/** A snapshot on its way, from the wish to the link. Let go of, it goes on at the hub. */
export class Taking implements Disposable {
    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    /** Undefined before it has begun, and after it has failed or was cancelled. */
    snapshot: Snapshot | undefined;
    /** Why the last thing that was asked for did not work, as a sentence. */
    problem: string | undefined;
    busy = false;
    protected timer: ReturnType<typeof setTimeout> | undefined;
    protected disposed = false;

    constructor(
        protected readonly service: Pick<SnapshotService, 'take' | 'look' | 'cancel'>,
        protected readonly lookEvery = LOOK_EVERY_MS
    ) {}

    take(wish: TakeSnapshot): Promise<void> {
        return this.run(async () => {
            this.accept(await this.service.take(wish));
        });
    }

    cancel(): Promise<void> {
        return this.run(async () => {
            if (this.snapshot !== undefined) {
                await this.service.cancel(this.snapshot.id);
                this.snapshot = undefined;
            }
        });
    }

    dispose(): void {
        this.disposed = true;
        clearTimeout(this.timer);
        this.onDidChangeEmitter.dispose();
    }

    protected async run(act: () => Promise<void>): Promise<void> {
        if (this.busy) {
            return;
        }
        this.busy = true;
        this.problem = undefined;
        this.onDidChangeEmitter.fire();
        try {
            await act();
        } catch (error) {
            this.problem = messageOf(error);
        } finally {
            this.busy = false;
            this.onDidChangeEmitter.fire();
        }
    }

    protected accept(snapshot: Snapshot): void {
        if (snapshot.status === 'failed') {
            this.snapshot = undefined;
            this.problem = snapshot.statusReason ?? 'The snapshot was not taken.';
            // It has been seen; the hub forgets it by itself if this does not get there.
            this.service.cancel(snapshot.id).catch(() => undefined);
            return;
        }
        this.snapshot = snapshot;
        if (snapshot.status === 'taking' && !this.disposed) {
            this.timer = setTimeout(() => void this.look(snapshot.id), this.lookEvery);
        }
    }

    protected async look(id: string): Promise<void> {
        try {
            const found = await this.service.look(id);
            if (this.snapshot?.id === id && !this.disposed) {
                this.problem = undefined;
                this.accept(found);
            }
        } catch (error) {
            if (this.snapshot?.id === id && !this.disposed) {
                this.problem = messageOf(error);
                this.timer = setTimeout(() => void this.look(id), 5 * this.lookEvery);
            }
        }
        this.onDidChangeEmitter.fire();
    }
}
