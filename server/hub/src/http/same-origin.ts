import type { IncomingMessage } from 'node:http';

/**
 * Whether a request that changes something may have been made by a page of another origin. Workspaces are same-site
 * with the hub, so the cookie's SameSite attribute does not tell them apart; `Origin` and `Sec-Fetch-Site`, which
 * pages cannot set, do. Programs without a browser send neither and are let through: they carry no one's cookies.
 */
export function isFromAnotherOrigin(request: IncomingMessage, ownOrigin: string): boolean {
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (origin !== undefined) {
        return origin !== ownOrigin;
    }
    return site !== undefined && site !== 'same-origin' && site !== 'none';
}
