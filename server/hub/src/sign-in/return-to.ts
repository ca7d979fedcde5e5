/** A target on the hub's own origin to go to after sign-in; `/` for anything that leads elsewhere. */
export function sameSiteTarget(returnTo: unknown, hubUrl: string): string {
    if (typeof returnTo !== 'string' || !returnTo.startsWith('/')) {
        return '/';
    }
    const target = URL.parse(returnTo, hubUrl);
    // `/.//host` is on this origin as it stands, but leaves a path that as a Location header names another host.
    if (target?.origin !== hubUrl || target.pathname.startsWith('//')) {
        return '/';
    }
    return `${target.pathname}${target.search}${target.hash}`;
}
