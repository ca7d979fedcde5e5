import type { PresentPerson } from '@longtable/common';
import { describe, expect, test } from 'vitest';
import { peopleOf } from './people-message';
import { colourOf, personColours } from './person-colour';
import { sortPeople } from './person-order';
import { describePerson } from './person-words';

function person(userId: string, name: string, role: PresentPerson['role']): PresentPerson {
    return { userId: userId as PresentPerson['userId'], name, role, tabs: 1, activity: 'active' };
}

describe('people', () => {
    test('oneself comes first, then the owner, those who edit, those who view, each by name', () => {
        const people = [
            person('1', 'Zoe', 'viewer'),
            person('2', 'Ben', 'editor'),
            person('3', 'Ada', 'owner'),
            person('4', 'Abe', 'viewer'),
            person('5', 'Cleo', 'editor')
        ];
        expect(sortPeople(people, '4').map(({ name }) => name)).toEqual(['Abe', 'Ada', 'Ben', 'Cleo', 'Zoe']);
        expect(sortPeople(people, undefined).map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cleo', 'Abe', 'Zoe']);
    });

    test('are described with role, state, place and number of tabs', () => {
        const ada = { ...person('3', 'Ada', 'owner'), tabs: 2, location: { path: 'src/main.ts', line: 7 } };
        expect(describePerson(ada)).toBe('Ada (owner)\nActive\nsrc/main.ts, line 7\n2 tabs');
        expect(describePerson({ ...ada, tabs: 1, activity: 'away', location: { path: 'a.ts' } })).toBe(
            'Ada (owner)\nAway\na.ts'
        );
    });

    test.each(['', '{"people":7}', '{"people":[null]}', '{"people":[{"userId":"1"}]}'])('are not in %j', data => {
        expect(peopleOf(data)).toBeUndefined();
    });
});

describe('colours', () => {
    test('stay with the person', () => {
        expect(colourOf('user-1')).toBe(colourOf('user-1'));
        expect(colourOf('user-1')).not.toBe(colourOf('user-2'));
        const used = new Set(Array.from({ length: 100 }, (_, index) => colourOf(`u${index}`)));
        expect(used.size).toBe(personColours.length);
    });

    test.each(personColours)('white letters can be read on %s', colour => {
        const channels = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16) / 255);
        const [r = 0, g = 0, b = 0] = channels.map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        expect(1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)).toBeGreaterThanOrEqual(4.5);
    });
});
