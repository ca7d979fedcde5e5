import type { PresentPerson } from '@longtable/common';
import { expect, test } from 'vitest';
import { leaderOf } from './follow-leader';

const people = (follows: Readonly<Record<string, string | undefined>>) =>
    Object.entries(follows).map(
        ([userId, following]) => ({ userId, name: userId, ...(following && { following }) }) as PresentPerson
    );

const leader = (follows: Readonly<Record<string, string | undefined>>, followed: string) =>
    leaderOf(people(follows), followed, 'me')?.userId;

test('who follows nobody leads, also at the end of a line', () => {
    expect(leader({ ada: undefined }, 'ada')).toBe('ada');
    expect(leader({ ada: 'grace', grace: 'alan', alan: undefined }, 'ada')).toBe('alan');
});

test('when the line comes back to me, nobody leads', () => {
    expect(leader({ me: 'ada', ada: 'me' }, 'ada')).toBeUndefined();
    expect(leader({ me: 'ada', ada: 'grace', grace: 'me' }, 'ada')).toBeUndefined();
});

test('of others who follow each other, none moves, and neither does who follows one of them', () => {
    expect(leader({ ada: 'grace', grace: 'ada' }, 'ada')).toBe('ada');
});

test('whoever is gone leads nobody', () => {
    expect(leader({}, 'ada')).toBeUndefined();
    expect(leader({ ada: 'grace' }, 'ada')).toBe('ada');
});
