import type { Share } from '@longtable/common';
import { useId } from 'react';
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components';
import { Check } from '../components/check.js';
import { guestRoles } from './sharing-words.js';

export type ShareChoices = Pick<Share, 'role' | 'approval' | 'keepOnStop'>;

interface ShareFieldsProps {
    readonly choices: ShareChoices;
    readonly disabled: boolean;
    readonly onChange: (change: Partial<ShareChoices>) => void;
}

/** What can be chosen before sharing, and changed while it goes on. */
export function ShareFields({ choices, disabled, onChange }: ShareFieldsProps) {
    const id = useId();
    return (
        <>
            <RadioGroup
                className="access"
                value={choices.role}
                isDisabled={disabled}
                onChange={value => {
                    const chosen = guestRoles.find(role => role.id === value);
                    if (chosen) {
                        onChange({ role: chosen.id });
                    }
                }}
            >
                <Label className="access-label">Access</Label>
                {guestRoles.map(role => (
                    <RadioField
                        key={role.id}
                        value={role.id}
                        aria-label={role.label}
                        aria-describedby={`${id}-${role.id}`}
                    >
                        <RadioButton className="access-option">
                            <span className="access-dot" aria-hidden />
                            <span>
                                <span className="access-name">{role.label}</span>
                                <span id={`${id}-${role.id}`} className="access-detail">
                                    {role.detail}
                                </span>
                            </span>
                        </RadioButton>
                    </RadioField>
                ))}
            </RadioGroup>
            <div className="checks">
                <Check
                    label="Ask me before anyone enters"
                    isSelected={choices.approval}
                    isDisabled={disabled}
                    onChange={approval => onChange({ approval })}
                />
                <Check
                    label="Keep sharing after a restart"
                    isSelected={choices.keepOnStop}
                    isDisabled={disabled}
                    onChange={keepOnStop => onChange({ keepOnStop })}
                />
            </div>
        </>
    );
}
