import type { GuestRole } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { accessWords } from '../people/person-words';

export interface ShareChoices {
    readonly role: GuestRole;
    readonly approval: boolean;
    readonly keepOnStop: boolean;
}

export interface ShareChoicesProps extends ShareChoices {
    readonly disabled: boolean;
    readonly onChange: (change: Partial<ShareChoices>) => void;
    /** Shown between the choices. */
    readonly children?: React.ReactNode;
}

const roles: readonly { readonly role: GuestRole; readonly detail: string }[] = [
    { role: 'viewer', detail: 'Read files and see who is where' },
    { role: 'editor', detail: 'Change files, use terminals, run and debug' }
];

/** What can be chosen before sharing, and changed while it goes on. */
export function ShareFields(props: ShareChoicesProps): React.ReactElement {
    const { role, approval, keepOnStop, disabled, onChange, children } = props;
    const group = React.useId();
    return (
        <>
            <div role="radiogroup" aria-labelledby={`${group}-label`} className="longtable-share-access">
                <div id={`${group}-label`} className="longtable-share-label">
                    Access
                </div>
                {roles.map(option => (
                    <label key={option.role} className="longtable-share-option">
                        <input
                            type="radio"
                            name={group}
                            aria-label={accessWords[option.role]}
                            aria-describedby={`${group}-${option.role}`}
                            checked={role === option.role}
                            disabled={disabled}
                            onChange={() => onChange({ role: option.role })}
                        />
                        <span>{accessWords[option.role]}</span>
                        <span id={`${group}-${option.role}`} className="longtable-share-detail">
                            {option.detail}
                        </span>
                    </label>
                ))}
            </div>
            <label className="longtable-share-option">
                <input
                    type="checkbox"
                    checked={approval}
                    disabled={disabled}
                    onChange={event => onChange({ approval: event.target.checked })}
                />
                Ask me before anyone enters
            </label>
            {children}
            <label className="longtable-share-option">
                <input
                    type="checkbox"
                    checked={keepOnStop}
                    disabled={disabled}
                    onChange={event => onChange({ keepOnStop: event.target.checked })}
                />
                Keep sharing after a restart
            </label>
        </>
    );
}
