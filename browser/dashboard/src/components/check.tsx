import { Check as CheckMark } from 'lucide-react';
import { Checkbox, type CheckboxProps } from 'react-aria-components';

interface CheckProps extends Omit<CheckboxProps, 'className' | 'children'> {
    readonly label: string;
}

/** A box to tick, with its words. */
export function Check({ label, ...props }: CheckProps) {
    return (
        <Checkbox {...props} className="check">
            <span className="check-box" aria-hidden>
                <CheckMark size={14} strokeWidth={3} />
            </span>
            {label}
        </Checkbox>
    );
}
