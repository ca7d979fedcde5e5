import type { PresentPerson, Role } from '@longtable/common';

const rank: Readonly<Record<Role, number>> = { owner: 0, editor: 1, viewer: 2 };

/** An order that does not jump about while people work: oneself first, then by role, then by name. */
export function sortPeople(people: readonly PresentPerson[], me: string | undefined): readonly PresentPerson[] {
    return [...people].sort(
        (a, b) =>
            Number(b.userId === me) - Number(a.userId === me) ||
            rank[a.role] - rank[b.role] ||
            a.name.localeCompare(b.name) ||
            a.userId.localeCompare(b.userId)
    );
}
