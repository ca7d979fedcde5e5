import { useEffect, useState } from 'react';
import { repositoryOfHash } from './repository-link.js';

/**
 * The repository that the address asks to start. Reading it takes it out of the address at once, so that neither a
 * reload nor the Back button starts it a second time.
 */
function takeRequestedRepository(): string | undefined {
    const repository = repositoryOfHash(location.hash);
    if (repository !== undefined) {
        history.replaceState(undefined, '', location.pathname + location.search);
    }
    return repository;
}

/** Calls `start` for the repository in the address, now and whenever another one is put there. */
export function useRequestedRepository(start: (repository: string) => void): void {
    const [onRequest] = useState(() => () => {
        const repository = takeRequestedRepository();
        if (repository !== undefined) {
            start(repository);
        }
    });
    useEffect(() => {
        onRequest();
        window.addEventListener('hashchange', onRequest);
        return () => window.removeEventListener('hashchange', onRequest);
    }, [onRequest]);
}
