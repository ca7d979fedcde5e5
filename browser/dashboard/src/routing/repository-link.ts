const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;
const SCP_LIKE = /^[\w.-]+@[\w.-]+:\S+$/;
const WITHOUT_SCHEME = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?\/\S+$/i;

/**
 * The repository that a fragment such as `#https://example.org/team/app` asks for, or undefined when the fragment is
 * about something else. The hub decides whether it is one, and finds the branch in the address of a branch's page.
 */
export function repositoryOfHash(hash: string): string | undefined {
    const text = hash.replace(/^#/, '').trim();
    // What already reads as an address is left as it is: an escape in it belongs to it.
    return addressIn(text) ?? addressIn(decoded(text).trim());
}

function addressIn(text: string): string | undefined {
    if (WITH_SCHEME.test(text) || SCP_LIKE.test(text)) {
        return text;
    }
    return WITHOUT_SCHEME.test(text) ? `https://${text}` : undefined;
}

/** A repository's address without what is the same for all of them: for reading, not for connecting. */
export function shortRepository(repository: string): string {
    return repository
        .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
        .replace(/^[^@/]+@/, '')
        .replace(/\/+$/, '')
        .replace(/\.git$/, '');
}

/** Where a repository is and what it is called there. */
export function repositoryParts(repository: string): { readonly host: string; readonly path: string } {
    const short = shortRepository(repository);
    // `git@host:team/app` has a colon where the others have a slash; a colon before digits is a port.
    const [, host, path] = /^([^/]+?)(?:\/|:(?!\d+\/))(.+)$/.exec(short) ?? [];
    return host && path ? { host, path } : { host: '', path: short };
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
