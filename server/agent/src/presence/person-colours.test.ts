import { PERSON_COLOURS, UserId } from '@longtable/common';
import { expect, test } from 'vitest';
import { PersonColours } from './person-colours.js';

const ids = Array.from({ length: 200 }, (_, index) => UserId.parse(`user-${index}`));

test('PRESENCE-8: nobody has the colour of another while there are colours left, whoever comes and goes', () => {
    const colours = new PersonColours();
    const present = ids.slice(0, PERSON_COLOURS);
    const given = new Map(present.map(id => [id, colours.of(id)]));
    expect(new Set(given.values()).size).toBe(PERSON_COLOURS);
    for (const leaver of present) {
        colours.release(leaver);
        expect(colours.of(UserId.parse(`after-${leaver}`))).toBe(given.get(leaver));
    }
});

test('PRESENCE-8: a colour stays with a person, and comes back with them', () => {
    const colours = new PersonColours();
    const [ada, grace] = ids as [UserId, UserId];
    const before = [colours.of(ada), colours.of(grace)];
    colours.release(grace);
    expect([colours.of(ada), colours.of(grace)]).toEqual(before);
});

test('PRESENCE-8: with more people than colours, every colour is used as often as the others', () => {
    const colours = new PersonColours();
    const uses = new Map<number, number>();
    for (const id of ids) {
        uses.set(colours.of(id), (uses.get(colours.of(id)) ?? 0) + 1);
    }
    expect(uses.size).toBe(PERSON_COLOURS);
    expect(new Set(uses.values()).size).toBe(1);
});
