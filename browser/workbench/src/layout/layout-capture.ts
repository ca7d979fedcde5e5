import { type FrontendApplication } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { BreakpointManager } from '@theia/debug/lib/browser/breakpoint/breakpoint-manager';
import { DebugWatchManager } from '@theia/debug/lib/browser/debug-watch-manager';
import { LongtableLocalStorageService } from '../storage/theia-local-storage-service-override';
import { LongtableShellLayoutRestorer } from './theia-shell-layout-restorer-override';

/** Captures what Theia would store only while the page goes away: layout, breakpoints, watch expressions. */
export const LayoutCapture = Symbol('LayoutCapture');
export interface LayoutCapture {
    /** Captures it as it is now; the hub has it a moment later. */
    capture(): void;
    /** Captures it and brings it to the hub. Resolves with whether the hub has got it; never rejects. */
    captureAndSend(): Promise<boolean>;
}

@injectable()
export class DefaultLayoutCapture implements LayoutCapture {
    @inject(LongtableShellLayoutRestorer)
    protected readonly restorer: LongtableShellLayoutRestorer;

    @inject(BreakpointManager)
    protected readonly breakpoints: BreakpointManager;

    @inject(DebugWatchManager)
    protected readonly watches: DebugWatchManager;

    @inject(LongtableLocalStorageService)
    protected readonly storage: LongtableLocalStorageService;

    protected app: FrontendApplication | undefined;

    /** From here on there is something to capture: before, the stored layout would be overwritten with half of it. */
    begin(app: FrontendApplication): void {
        this.app = app;
    }

    /** Captures it, and sends it as far as a page that goes away can. */
    captureAndLeave(): void {
        this.capture();
        this.storage.leave();
    }

    end(): void {
        this.app = undefined;
    }

    capture(): void {
        if (this.app) {
            this.restorer.captureLayout(this.app);
            this.breakpoints.save();
            this.watches.save();
        }
    }

    async captureAndSend(): Promise<boolean> {
        this.capture();
        // What was stored just now is written before this goes on.
        await Promise.resolve();
        return this.storage.flush();
    }
}
