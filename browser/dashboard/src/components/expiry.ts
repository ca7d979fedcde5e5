const HOUR = 3_600_000;

/** After which time something may end by itself, with the words for it. */
export const shareExpiries = [
    { id: 'never', label: 'Never', hours: undefined },
    { id: '1h', label: '1 hour', hours: 1 },
    { id: '8h', label: '8 hours', hours: 8 },
    { id: '7d', label: '7 days', hours: 7 * 24 }
] as const;

export const tokenExpiries = [
    { id: '30d', label: '30 days', hours: 30 * 24 },
    { id: '90d', label: '90 days', hours: 90 * 24 },
    { id: '365d', label: '1 year', hours: 365 * 24 },
    { id: 'never', label: 'Never', hours: undefined }
] as const;

export type ShareExpiry = (typeof shareExpiries)[number]['id'];
export type TokenExpiry = (typeof tokenExpiries)[number]['id'];

/** The end of what begins now, to spread into a request; nothing for what does not end. */
export function expiryOf(
    expiries: readonly { readonly id: string; readonly hours: number | undefined }[],
    id: string,
    now: number
): { expiresAt?: string } {
    const hours = expiries.find(expiry => expiry.id === id)?.hours;
    return hours === undefined ? {} : { expiresAt: new Date(now + hours * HOUR).toISOString() };
}
