import type { Workspace } from '@longtable/common';
import { Avatar } from './avatar.js';

const SHOWN = 4;

/** Who is inside, as small pictures; nothing when nobody is. */
export function People({ people, label }: { people: Workspace['present']; label: string }) {
    if (people.length === 0) {
        return undefined;
    }
    // One seat too few is no reason to hide a person behind a number.
    const shown = people.length > SHOWN + 1 ? people.slice(0, SHOWN) : people;
    const more = people.slice(shown.length);
    return (
        <ul className="people" aria-label={label}>
            {shown.map(person => (
                <li key={person.userId}>
                    <Avatar person={person} />
                    <span className="visually-hidden">{person.name}</span>
                </li>
            ))}
            {more.length > 0 && (
                <li title={more.map(person => person.name).join(', ')}>
                    <span className="avatar people-more">+{more.length}</span>
                    <span className="visually-hidden">{more.map(person => person.name).join(', ')}</span>
                </li>
            )}
        </ul>
    );
}
