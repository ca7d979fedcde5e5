import { useEffect, useRef, type ReactNode } from 'react';
import { Form } from 'react-aria-components';

interface SubmitFormProps {
    /** What is wrong with the fields: when it is found anew, the first of them that is wrong gets the focus. */
    readonly problems?: unknown;
    readonly onSubmit: () => void;
    readonly children: ReactNode;
}

/** A form that the page reads itself, instead of leaving for another one. */
export function SubmitForm({ problems, onSubmit, children }: SubmitFormProps) {
    const form = useRef<HTMLFormElement>(null);
    useEffect(() => {
        form.current?.querySelector<HTMLInputElement>('input[data-invalid]')?.focus();
    }, [problems]);
    return (
        <Form
            ref={form}
            className="form"
            validationBehavior="aria"
            onSubmit={event => {
                event.preventDefault();
                onSubmit();
            }}
        >
            {children}
        </Form>
    );
}
