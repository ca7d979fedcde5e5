import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Action } from './action.js';
import { copyText } from './copy-text.js';

const COPIED_MILLISECONDS = 2_500;

interface CopyActionProps {
    readonly label: string;
    readonly value: string;
    readonly tone?: 'plain' | 'quiet';
    /** Says more than the label does, for screen readers. */
    readonly description?: string;
}

/** A button that copies a text which is not shown. */
export function CopyAction({ label, value, tone = 'plain', description }: CopyActionProps) {
    const field = useRef<HTMLInputElement>(null);
    const [outcome, setOutcome] = useState<'copied' | 'failed'>();

    useEffect(() => {
        const timer = outcome && setTimeout(() => setOutcome(undefined), COPIED_MILLISECONDS);
        return () => clearTimeout(timer);
    }, [outcome]);

    async function copy(): Promise<void> {
        if (field.current) {
            setOutcome((await copyText(field.current)) ? 'copied' : 'failed');
        }
    }

    return (
        <>
            <input ref={field} className="visually-hidden" value={value} readOnly tabIndex={-1} aria-hidden />
            <Action tone={tone} aria-label={description} onPress={() => void copy()}>
                {outcome === 'copied' ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
                {outcome === 'failed' ? 'Not allowed' : label}
            </Action>
            <span className="visually-hidden" role="status">
                {outcome === 'copied' && 'Copied.'}
                {outcome === 'failed' && 'The browser did not allow it.'}
            </span>
        </>
    );
}
