import { Check as CheckMark } from 'lucide-react';
import { CheckboxButton, CheckboxField, type CheckboxFieldProps } from 'react-aria-components';

interface CheckProps extends Omit<CheckboxFieldProps, 'className' | 'children'> {
    readonly label: string;
}

/** A box to tick, with its words. */
export function Check({ label, ...props }: CheckProps) {
    return (
        <CheckboxField {...props}>
            <CheckboxButton className="check">
                <span className="check-box" aria-hidden>
                    <CheckMark size={14} strokeWidth={3} />
                </span>
                {label}
            </CheckboxButton>
        </CheckboxField>
    );
}
