import type { Me } from '@longtable/common';

/** A person's picture, or the initials of the name. */
export function Avatar({ person }: { person: Pick<Me, 'name' | 'avatar'> }) {
    return (
        <span className="avatar" aria-hidden title={person.name}>
            {person.avatar ? <img src={person.avatar} alt="" /> : initialsOf(person.name)}
        </span>
    );
}

/** First letters of the first and the last word of a name, in capitals. */
export function initialsOf(name: string): string {
    const words = name.split(/[\s._-]+/).filter(word => word !== '');
    const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
        word => Array.from(word ?? '')[0] ?? ''
    );
    return letters.join('').toLocaleUpperCase() || '?';
}
