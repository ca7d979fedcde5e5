/** A point in time to the minute, in words. */
export function exactTime(iso: string): string {
    return new Date(iso).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}
