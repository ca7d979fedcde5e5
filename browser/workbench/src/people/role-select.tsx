import type { GuestRole } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { accessWords } from './person-words';

export interface RoleSelectProps {
    readonly name: string;
    readonly role: GuestRole;
    readonly onChange: (role: GuestRole) => void;
}

const roles: readonly GuestRole[] = ['viewer', 'editor'];

/** What one person may do, to be changed by the owner. */
export function RoleSelect({ name, role, onChange }: RoleSelectProps): React.ReactElement {
    return (
        <select
            className="theia-select"
            aria-label={`Access of ${name}`}
            value={role}
            onChange={event => onChange(event.target.value === 'editor' ? 'editor' : 'viewer')}
        >
            {roles.map(value => (
                <option key={value} value={value}>
                    {accessWords[value]}
                </option>
            ))}
        </select>
    );
}
