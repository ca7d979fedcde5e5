import { useEffect, useRef, type RefObject } from 'react';

/** Moves the focus to the first field with a problem whenever the problems of a form are found anew. */
export function useFocusOnProblem(problems: unknown): RefObject<HTMLFormElement | null> {
    const form = useRef<HTMLFormElement>(null);
    useEffect(() => {
        form.current?.querySelector<HTMLInputElement>('input[data-invalid]')?.focus();
    }, [problems]);
    return form;
}
