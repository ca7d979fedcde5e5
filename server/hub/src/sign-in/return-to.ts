/** A target on the hub's own origin to go to after sign-in; `/` for anything that leads elsewhere. */
export function sameSiteTarget(returnTo: unknown, hubUrl: string): string {
    if (typeof returnTo !== 'string' || !returnTo.startsWith('/')) {
        return '/';
    }
    const target = URL.parse(returnTo, hubUrl);
    return target === null || target.origin !== hubUrl ? '/' : `${target.pathname}${target.search}${target.hash}`;
}
