import type { PresentPerson } from '@longtable/common';
import { describe, expect, test } from 'vitest';
import { noticeOf, peopleOf } from './people-message';
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

    test.each([
        '{"summons":{"id":"1","userId":"u"}}',
        '{"summons":"all"}',
        '{"summoned":{}}',
        '{"withdrawn":1}',
        '{"people":[]}'
    ])('call nobody with %s', data => {
        expect(noticeOf(data)).toBeUndefined();
    });
});
