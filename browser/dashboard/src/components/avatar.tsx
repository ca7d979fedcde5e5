import type { Me } from '@longtable/common';
import { initialsOf } from './initials.js';

/** A person's picture, or the initials of the name. */
export function Avatar({ person }: { person: Pick<Me, 'name' | 'avatar'> }) {
    return (
        <span className="avatar" aria-hidden title={person.name}>
            {person.avatar ? <img src={person.avatar} alt="" /> : initialsOf(person.name)}
        </span>
    );
}
