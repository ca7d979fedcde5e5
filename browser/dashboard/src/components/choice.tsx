import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

interface ChoiceProps<T extends string> {
    readonly label: string;
    /** Whether the label is only for screen readers. */
    readonly labelHidden?: boolean;
    readonly options: readonly { readonly id: T; readonly label: string }[];
    readonly value: T;
    readonly disabled?: boolean;
    readonly onChange: (value: T) => void;
}

/** One out of a few, in the browser's own list: it fits every screen and needs no explanation. */
export function Choice<T extends string>({ label, labelHidden, options, value, disabled, onChange }: ChoiceProps<T>) {
    const id = useId();
    return (
        <span className="choice">
            <label htmlFor={id} className={labelHidden ? 'visually-hidden' : 'choice-label'}>
                {label}
            </label>
            <span className="choice-frame">
                <select
                    id={id}
                    value={value}
                    disabled={disabled}
                    onChange={event => {
                        const chosen = options.find(option => option.id === event.target.value);
                        if (chosen) {
                            onChange(chosen.id);
                        }
                    }}
                >
                    {options.map(option => (
                        <option key={option.id} value={option.id}>
                            {option.label}
                        </option>
                    ))}
                </select>
                <ChevronDown aria-hidden size={16} />
            </span>
        </span>
    );
}
