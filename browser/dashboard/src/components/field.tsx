import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components';

interface FieldProps extends Omit<TextFieldProps, 'className' | 'children' | 'isInvalid'> {
    readonly label: string;
    readonly placeholder?: string;
    readonly hint?: string;
    /** A sentence; marks the field as invalid. */
    readonly problem?: string | undefined;
    readonly inputMode?: 'text' | 'url' | 'email';
    readonly optional?: boolean;
}

/** A labelled line of text with a hint, and a sentence where something is wrong with it. */
export function Field({ label, placeholder, hint, problem, inputMode, optional, ...props }: FieldProps) {
    return (
        <TextField {...props} className="field" isInvalid={problem !== undefined}>
            <span className="field-head">
                <Label>{label}</Label>
                {optional && <span className="field-optional">optional</span>}
            </span>
            <Input
                className="input"
                placeholder={placeholder}
                inputMode={inputMode}
                spellCheck={false}
                autoCapitalize="off"
                autoCorrect="off"
            />
            {hint && !problem && (
                <Text slot="description" className="field-hint">
                    {hint}
                </Text>
            )}
            <FieldError className="field-problem">{problem}</FieldError>
        </TextField>
    );
}
