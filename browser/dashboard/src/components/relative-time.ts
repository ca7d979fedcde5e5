const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago a moment was, in words; a date once it is more than four weeks. */
export function relativeTime(moment: Date, now: Date): string {
    const seconds = Math.round((now.getTime() - moment.getTime()) / 1000);
    // The two clocks may differ a little: the near future is now.
    if (seconds < 45) {
        return 'just now';
    }
    if (seconds < HOUR) {
        return format.format(-Math.max(1, Math.floor(seconds / MINUTE)), 'minute');
    }
    if (seconds < DAY) {
        return format.format(-Math.floor(seconds / HOUR), 'hour');
    }
    if (seconds < 28 * DAY) {
        return format.format(-Math.floor(seconds / DAY), 'day');
    }
    return moment.toLocaleDateString('en', { year: 'numeric', month: 'short', day: 'numeric' });
}
