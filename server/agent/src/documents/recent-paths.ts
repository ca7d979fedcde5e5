import type { Clock } from '../clock.js';

const RECENT_MILLISECONDS = 2000;
const MOST_PATHS = 1000;

/** The paths at which something happened lately: where a file that is gone may have been moved to. */
export class RecentPaths {
    private readonly times = new Map<string, number>();

    constructor(private readonly clock: Clock) {}

    add(path: string): void {
        this.times.delete(path);
        this.times.set(path, this.clock.now());
        const [oldest] = this.times.keys();
        if (this.times.size > MOST_PATHS && oldest !== undefined) {
            this.times.delete(oldest);
        }
    }

    all(): readonly string[] {
        const since = this.clock.now() - RECENT_MILLISECONDS;
        return [...this.times].filter(([, time]) => time >= since).map(([path]) => path);
    }
}
