import { useEffect, useMemo, useRef, useSyncExternalStore, type RefObject } from 'react';
import { routeOf, type Route } from './route.js';

const listeners = new Set<() => void>();
let navigated = false;

/** Goes to another page of the dashboard without loading it anew. */
export function navigate(path: string, { replace = false }: { replace?: boolean } = {}): void {
    navigated = true;
    if (replace) {
        history.replaceState(undefined, '', path);
    } else {
        history.pushState(undefined, '', path);
        window.scrollTo(0, 0);
    }
    for (const listener of listeners) {
        listener();
    }
}

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    window.addEventListener('popstate', listener);
    return () => {
        listeners.delete(listener);
        window.removeEventListener('popstate', listener);
    };
}

/** The page that the address bar names. */
export function useRoute(): Route {
    const path = useSyncExternalStore(subscribe, () => location.pathname);
    return useMemo(() => routeOf(path), [path]);
}

/** Sets the document's title, and after a change of page moves the focus to the heading, as a page load would. */
export function usePage(title: string): RefObject<HTMLHeadingElement | null> {
    const heading = useRef<HTMLHeadingElement>(null);
    useEffect(() => {
        document.title = `${title} · Longtable`;
    }, [title]);
    useEffect(() => {
        if (navigated) {
            navigated = false;
            heading.current?.focus();
        }
    }, []);
    return heading;
}
