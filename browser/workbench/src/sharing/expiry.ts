/** For how long a workspace may be shared, with the words for it. */
export const expiries = [
    { id: 'never', label: 'Never', hours: undefined },
    { id: '1h', label: '1 hour', hours: 1 },
    { id: '8h', label: '8 hours', hours: 8 },
    { id: '7d', label: '7 days', hours: 7 * 24 }
] as const;

export type ExpiryId = (typeof expiries)[number]['id'];

/** When sharing that begins `now` (milliseconds) ends; undefined for never. */
export function expiresAt(id: ExpiryId, now: number): string | undefined {
    const hours = expiries.find(expiry => expiry.id === id)?.hours;
    return hours === undefined ? undefined : new Date(now + hours * 3_600_000).toISOString();
}
