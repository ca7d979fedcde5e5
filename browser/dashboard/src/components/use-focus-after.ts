import { useEffect, useRef, type RefObject } from 'react';

/** Moves the focus to an element whenever the count goes up: what had the focus before is gone. */
export function useFocusAfter<T extends HTMLElement>(count: number): RefObject<T | null> {
    const target = useRef<T>(null);
    useEffect(() => {
        if (count > 0) {
            target.current?.focus();
        }
    }, [count]);
    return target;
}
