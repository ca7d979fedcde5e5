import { type FrontendApplication, type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { FrontendApplicationStateService } from '@theia/core/lib/browser/frontend-application-state';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { inject, injectable } from '@theia/core/shared/inversify';
import { BreakpointManager } from '@theia/debug/lib/browser/breakpoint/breakpoint-manager';
import { DebugWatchManager } from '@theia/debug/lib/browser/debug-watch-manager';
import { DefaultLayoutCapture } from './layout-capture';

/** A change is captured after this pause, with those that come meanwhile, in milliseconds. */
const AFTER_MS = 2000;

/** Captures layout and breakpoints when they change, so that no browser has to end in order to keep them. */
@injectable()
export class LayoutCaptureContribution implements FrontendApplicationContribution {
    @inject(DefaultLayoutCapture)
    protected readonly layout: DefaultLayoutCapture;

    @inject(FrontendApplicationStateService)
    protected readonly state: FrontendApplicationStateService;

    @inject(BreakpointManager)
    protected readonly breakpoints: BreakpointManager;

    @inject(DebugWatchManager)
    protected readonly watches: DebugWatchManager;

    protected readonly toDispose = new DisposableCollection();
    protected timer: number | undefined;

    onDidInitializeLayout(app: FrontendApplication): void {
        void this.state.reachedState('ready').then(() => this.begin(app));
    }

    onStop(): void {
        this.layout.end();
        window.clearTimeout(this.timer);
        this.toDispose.dispose();
    }

    protected begin(app: FrontendApplication): void {
        const { shell } = app;
        const changed = () => this.changed();
        this.layout.begin(app);
        for (const event of [
            shell.onDidAddWidget,
            shell.onDidRemoveWidget,
            shell.onDidChangeActiveWidget,
            shell.onDidChangeCurrentWidget,
            this.breakpoints.onDidChangeMarkers,
            this.breakpoints.onDidChangeBreakpoints,
            this.breakpoints.onDidChangeFunctionBreakpoints,
            this.watches.onDidChange
        ]) {
            this.toDispose.push(event(changed));
        }
        for (const panel of [shell.mainPanel, shell.bottomPanel]) {
            panel.layoutModified.connect(changed);
            this.toDispose.push(Disposable.create(() => panel.layoutModified.disconnect(changed)));
        }
        // Sizes of the side panels, folded views, places in a text: no event tells of them, but a hand has moved.
        this.listen('pointerup', changed);
        this.listen('visibilitychange', () => {
            if (document.visibilityState === 'hidden') {
                // A tab in the background may be thrown away without a word.
                void this.layout.captureAndSend();
            }
        });
        // Of a page that another takes the place of, a browser that is busy with the other one may skip `pagehide`.
        const leaving = () => this.layout.captureAndLeave();
        window.addEventListener('beforeunload', leaving);
        this.toDispose.push(Disposable.create(() => window.removeEventListener('beforeunload', leaving)));
        changed();
    }

    protected changed(): void {
        this.timer ??= window.setTimeout(() => {
            this.timer = undefined;
            this.layout.capture();
        }, AFTER_MS);
    }

    protected listen(type: 'pointerup' | 'visibilitychange', listener: () => void): void {
        document.addEventListener(type, listener, true);
        this.toDispose.push(Disposable.create(() => document.removeEventListener(type, listener, true)));
    }
}
