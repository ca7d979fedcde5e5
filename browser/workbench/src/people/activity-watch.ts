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

/** Not `scroll`, which an editor does by itself as well. */
const inputs = ['keydown', 'pointermove', 'pointerdown', 'wheel', 'touchstart', 'touchmove'] as const;

/** Watches the input into a page and tells when its person becomes active, idle or away. */
export class ActivityWatch implements Disposable {
    protected readonly toDispose = new DisposableCollection();
    protected lastInput = Date.now();
    protected timer: number | undefined;
    activity: Activity = 'active';

    constructor(
        protected readonly page: Document,
        protected readonly onDidChange: (activity: Activity) => void,
        onInput: () => void = () => undefined
    ) {
        const accept = () => {
            this.lastInput = Date.now();
            if (this.activity !== 'active') {
                this.update();
            }
            onInput();
        };
        for (const input of inputs) {
            this.listen(input, accept);
        }
        this.listen('visibilitychange', () => {
            if (!page.hidden) {
                // Coming back to a page is an act, even before the first key.
                this.lastInput = Date.now();
            }
            this.update();
        });
        this.toDispose.push(Disposable.create(() => window.clearTimeout(this.timer)));
        this.update();
    }

    /** Milliseconds since the last input. */
    get quietFor(): number {
        return Math.max(0, Date.now() - this.lastInput);
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
        const { quietFor } = this;
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
