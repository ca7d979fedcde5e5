import { expect, test } from 'vitest';
import { initialsOf } from './initials.js';

test.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['Ada King of Lovelace', 'AL'],
    ['jean-luc.picard', 'JP'],
    ['Łukasz Żak', 'ŁŻ'],
    ['😀 x', '😀X'],
    ['  ', '?']
])('%j is %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
});
