import type { Activity } from '@longtable/common';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';

/** After how long without input someone is idle, in milliseconds. */
export const IDLE_AFTER_MS = 2 * 60_000;

/** What one person's page tells about them. */
export interface ActivityFacts {
    readonly hidden: boolean;
    /** Milliseconds since the last input. */
    readonly quietFor: number;
}

export function activityOf({ hidden, quietFor }: ActivityFacts): Activity {
    if (hidden) {
        return 'away';
    }
    return quietFor >= IDLE_AFTER_MS ? 'idle' : 'active';
}

const inputs = ['keydown', 'pointermove', 'pointerdown', 'wheel', 'scroll', 'touchstart'] as const;

/** Watches the input into a page and tells when its person becomes active, idle or away. */
export class ActivityWatch implements Disposable {
    protected readonly toDispose = new DisposableCollection();
    protected lastInput = Date.now();
    protected timer: number | undefined;
    activity: Activity = 'active';

    constructor(
        protected readonly page: Document,
        protected readonly onDidChange: (activity: Activity) => void
    ) {
        const onInput = () => {
            this.lastInput = Date.now();
            if (this.activity !== 'active') {
                this.update();
            }
        };
        for (const input of inputs) {
            this.listen(input, onInput);
        }
        this.listen('visibilitychange', () => {
            // Coming back to a page is an act, even before the first key.
            this.lastInput = Date.now();
            this.update();
        });
        this.toDispose.push(Disposable.create(() => window.clearTimeout(this.timer)));
        this.update();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    protected listen(type: string, listener: () => void): void {
        // Captured, because editors and terminals keep keys and scrolling to themselves.
        const options = { capture: true, passive: true };
        this.page.addEventListener(type, listener, options);
        this.toDispose.push(Disposable.create(() => this.page.removeEventListener(type, listener, options)));
    }

    protected update(): void {
        window.clearTimeout(this.timer);
        const quietFor = Date.now() - this.lastInput;
        const activity = activityOf({ hidden: this.page.hidden, quietFor });
        if (activity === 'active') {
            this.timer = window.setTimeout(() => this.update(), IDLE_AFTER_MS - quietFor);
        }
        if (activity !== this.activity) {
            this.activity = activity;
            this.onDidChange(activity);
        }
    }
}
