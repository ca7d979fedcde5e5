/**
 * Where to go after sign-in: `returnTo` when it stays on this origin, else the front page. A fragment of the sign-in
 * page's own address (`/login#<git url>`) is kept.
 */
export function returnTarget(search: string, hash: string, origin: string): string {
    const wanted = new URLSearchParams(search).get('returnTo') ?? '/';
    const target = sameOrigin(wanted, origin) ?? new URL('/', origin);
    if (target.hash === '' && hash.length > 1) {
        target.hash = hash;
    }
    return target.pathname + target.search + target.hash;
}

/** Address of the sign-in page that comes back to the given place. */
export function signInPath(place: { pathname: string; search: string; hash: string }): string {
    const back = place.pathname + place.search;
    const query = back === '/' ? '' : `?returnTo=${encodeURIComponent(back)}`;
    return `/login${query}${place.hash}`;
}

function sameOrigin(wanted: string, origin: string): URL | undefined {
    const url = URL.canParse(wanted, origin) ? new URL(wanted, origin) : undefined;
    // Coming back to the sign-in page would look as if sign-in had failed; `//` would be read as another host.
    return url?.origin === origin && url.pathname !== '/login' && !url.pathname.startsWith('//') ? url : undefined;
}
