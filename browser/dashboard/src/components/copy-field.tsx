import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { Action } from './action.js';
import { copyText } from './copy-text.js';

const COPIED_MILLISECONDS = 2_500;

interface CopyFieldProps {
    readonly label: string;
    readonly value: string;
    /** Words of the button. */
    readonly copyLabel: string;
    readonly field?: RefObject<HTMLInputElement | null>;
}

/** A line of text to be taken elsewhere, with a button that copies it. */
export function CopyField({ label, value, copyLabel, field }: CopyFieldProps) {
    const own = useRef<HTMLInputElement>(null);
    const input = field ?? own;
    const [outcome, setOutcome] = useState<'copied' | 'failed'>();

    useEffect(() => {
        if (outcome === 'copied') {
            const timer = setTimeout(() => setOutcome(undefined), COPIED_MILLISECONDS);
            return () => clearTimeout(timer);
        }
        return undefined;
    }, [outcome]);

    async function copy(): Promise<void> {
        if (input.current) {
            setOutcome((await copyText(input.current)) ? 'copied' : 'failed');
        }
    }

    return (
        <TextField className="field" isReadOnly value={value}>
            <span className="field-head">
                <Label>{label}</Label>
            </span>
            <span className="copy-field">
                <Input ref={input} className="input" onFocus={event => event.target.select()} />
                <Action tone="primary" onPress={() => void copy()}>
                    {outcome === 'copied' ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
                    {copyLabel}
                </Action>
            </span>
            <span className="field-hint" role="status">
                {outcome === 'copied' && 'Copied.'}
                {outcome === 'failed' &&
                    'The browser did not allow it. The text is selected: copy it with the keyboard.'}
            </span>
        </TextField>
    );
}
