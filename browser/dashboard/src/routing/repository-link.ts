/** A repository as somebody wrote or linked it. */
export interface RepositoryLink {
    readonly repository: string;
    readonly ref?: string;
}

const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;
const SCP_LIKE = /^[\w.-]+@[\w.-]+:\S+$/;
const WITHOUT_SCHEME = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?\/\S+$/i;
const PAGE_OF_A_BRANCH = /^(https?:\/\/.+?)(?:\/-)?\/tree\/([^?#]+?)\/?(?:[?#].*)?$/i;

/**
 * The repository that a fragment such as `#https://example.org/team/app` asks for, or undefined when the fragment is
 * about something else.
 */
export function repositoryOfHash(hash: string): RepositoryLink | undefined {
    const text = decoded(hash.replace(/^#/, '')).trim();
    if (WITH_SCHEME.test(text) || SCP_LIKE.test(text)) {
        return repositoryLink(text);
    }
    return WITHOUT_SCHEME.test(text) ? repositoryLink(`https://${text}`) : undefined;
}

/** Separates repository and branch where somebody copied the address of a branch's page (`…/tree/<branch>`). */
export function repositoryLink(text: string): RepositoryLink {
    const page = PAGE_OF_A_BRANCH.exec(text.trim());
    return page?.[1] && page[2] ? { repository: page[1], ref: decoded(page[2]) } : { repository: text.trim() };
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
