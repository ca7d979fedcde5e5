import type { Progress } from '@longtable/common';
import type { Clock } from '../clock.js';
import { parseGitProgress } from './git-progress.js';

const INTERVAL_MILLISECONDS = 100;

/** Passes git's progress on: never backwards, and no more often than a person can see. */
export class ProgressReporter {
    private percent = 0;
    private message = '';
    private last = -Infinity;

    constructor(
        private readonly clock: Clock,
        private readonly report: (progress: Progress) => void
    ) {}

    line(line: string): void {
        const progress = parseGitProgress(line);
        if (progress === undefined) {
            return;
        }
        const percent = Math.max(this.percent, progress.percent ?? 0);
        const kind = progress.message.split(':', 1)[0] ?? '';
        const now = this.clock.now();
        const same = percent === this.percent && kind === this.message;
        if (same || (kind === this.message && now - this.last < INTERVAL_MILLISECONDS)) {
            return;
        }
        this.percent = percent;
        this.message = kind;
        this.last = now;
        this.report({ ...progress, percent });
    }
}
