import type { Activity, GuestRole, PresenceLocation, PresentPerson, Role } from '@longtable/common';

/** The name by which one finds a person, with their role. */
export function nameWithRole({ name, role }: { readonly name: string; readonly role: Role }): string {
    return `${name} (${role})`;
}

/** What a role lets someone do, in the words of the share dialog. */
export const accessWords: Readonly<Record<GuestRole, string>> = { viewer: 'Can view', editor: 'Can edit' };

export const roleWords: Readonly<Record<Role, string>> = { owner: 'Owner', ...accessWords };

export const activityWords: Readonly<Record<Activity, string>> = {
    active: 'Active',
    idle: 'Idle',
    away: 'Away'
};

export function locationWords({ path, line }: PresenceLocation): string {
    return line === undefined ? path : `${path}, line ${line}`;
}

/** Everything about a person in a few lines, as a tooltip has it. */
export function describePerson(person: PresentPerson): string {
    return [
        nameWithRole(person),
        activityWords[person.activity],
        ...(person.location ? [locationWords(person.location)] : []),
        ...(person.tabs > 1 ? [`${person.tabs} tabs`] : [])
    ].join('\n');
}
