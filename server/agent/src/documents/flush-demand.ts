import type { Disposable } from '../disposable.js';
import type { DocumentTimings } from './document-context.js';
import type { Clock } from '../clock.js';
import { FlushSchedule } from './flush-schedule.js';

/** Knows whether something waits to be written without a save, and sees to it that it is. */
export class FlushDemand implements Disposable {
    private wanted: number;
    private written = 0;
    private retry: Disposable | undefined;
    private readonly schedule: FlushSchedule;
    private disposed = false;

    /** `flush` is told whether nobody has typed for a while; when it fails, it is tried again later. */
    constructor(
        private readonly clock: Clock,
        private readonly timings: DocumentTimings,
        unwritten: boolean,
        private readonly flush: (quiet: boolean) => Promise<void>
    ) {
        this.wanted = unwritten ? 1 : 0;
        this.schedule = new FlushSchedule(clock, timings.quiet, timings.most, quiet => void this.run(quiet));
    }

    /** Whether something waits. */
    get waits(): boolean {
        return this.wanted > this.written;
    }

    /** Something is to be written. */
    add(): void {
        this.wanted++;
        if (!this.disposed) {
            this.schedule.touch();
        }
    }

    /** What was to be written by now is about to be; returns what to call when it is. */
    begin(): () => void {
        this.schedule.dispose();
        const { wanted } = this;
        return () => (this.written = Math.max(this.written, wanted));
    }

    dispose(): void {
        this.disposed = true;
        this.schedule.dispose();
        this.retry?.dispose();
    }

    private async run(quiet: boolean): Promise<void> {
        this.retry?.dispose();
        try {
            await this.flush(quiet);
        } catch {
            // People are told of it as a problem of the document.
            this.retry = this.clock.after(this.timings.retry, () => {
                if (!this.disposed) {
                    this.schedule.touch();
                }
            });
        }
    }
}
