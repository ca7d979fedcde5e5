import { useEffect, useState } from 'react';
import { repositoryOfHash, type RepositoryLink } from './repository-link.js';

/**
 * The repository that the address asks to start. Reading it takes it out of the address at once, so that neither a
 * reload nor the Back button starts it a second time.
 */
function takeRequestedRepository(): RepositoryLink | undefined {
    const link = repositoryOfHash(location.hash);
    if (link) {
        history.replaceState(undefined, '', location.pathname + location.search);
    }
    return link;
}

/** Calls `start` for the repository in the address, now and whenever another one is put there. */
export function useRequestedRepository(start: (link: RepositoryLink) => void): void {
    const [onRequest] = useState(() => () => {
        const link = takeRequestedRepository();
        if (link) {
            start(link);
        }
    });
    useEffect(() => {
        onRequest();
        window.addEventListener('hashchange', onRequest);
        return () => window.removeEventListener('hashchange', onRequest);
    }, [onRequest]);
}
