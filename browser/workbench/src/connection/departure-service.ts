import { WindowService } from '@theia/core/lib/browser/window/window-service';
import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';

/** Knows that this page is about to be left on purpose, so that a closing connection alarms nobody. */
export const DepartureService = Symbol('DepartureService');
export interface DepartureService {
    /** What is going on, as a sentence; undefined while nobody leaves. */
    readonly reason: string | undefined;
    readonly onDidChange: Event<void>;
    /** From now on the page is being left; dispose it to stay after all. */
    begin(reason: string): Disposable;
    /** Goes to another page without asking about what is not saved. */
    leaveFor(url: string): void;
}

@injectable()
export class DefaultDepartureService implements DepartureService {
    @inject(WindowService)
    protected readonly windowService: WindowService;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    reason: string | undefined;

    begin(reason: string): Disposable {
        this.setReason(reason);
        return Disposable.create(() => this.setReason(undefined));
    }

    leaveFor(url: string): void {
        this.windowService.setSafeToShutDown();
        window.location.assign(url);
    }

    protected setReason(reason: string | undefined): void {
        this.reason = reason;
        this.onDidChangeEmitter.fire();
    }
}
