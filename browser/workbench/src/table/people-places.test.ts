import type { PresentPerson } from '@longtable/common';
import { expect, test } from 'vitest';
import { gatherAt, peopleByPath } from './people-places';

const at = (userId: string, path?: string) =>
    ({ userId, name: userId, colour: 1, ...(path && { location: { path } }) }) as PresentPerson;

const names = (places: ReadonlyMap<string, readonly { readonly name: string }[]>) =>
    Object.fromEntries([...places].map(([path, people]) => [path, people.map(({ name }) => name)]));

const people = [at('me', 'a.ts'), at('ada', 'src/deep/b.ts'), at('grace', 'src/c.ts'), at('alan'), at('joan', 'a.ts')];

test('everybody but oneself is where they say', () => {
    expect(names(peopleByPath(people, 'me'))).toEqual({
        'src/deep/b.ts': ['ada'],
        'src/c.ts': ['grace'],
        'a.ts': ['joan']
    });
});

test.each([
    [['a.ts', 'src', 'src/deep', 'src/deep/b.ts', 'src/c.ts'], { 'src/deep/b.ts': ['ada'], 'src/c.ts': ['grace'] }],
    [['a.ts', 'src', 'src/deep', 'src/c.ts'], { 'src/deep': ['ada'], 'src/c.ts': ['grace'] }],
    [['a.ts', 'src'], { src: ['ada', 'grace'] }],
    [['a.ts'], {}]
])('where only %j can be seen, people in folders that are closed are summed there', (seen, expected) => {
    const gathered = gatherAt(peopleByPath(people, 'me'), path => seen.includes(path));
    expect(names(gathered)).toEqual({ 'a.ts': ['joan'], ...expected });
});
