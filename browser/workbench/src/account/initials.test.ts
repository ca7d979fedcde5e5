import { describe, expect, test } from 'vitest';
import { initialsOf } from './initials';

describe('initials', () => {
    test.each([
        ['Ada Lovelace', 'AL'],
        ['ada', 'A'],
        ['ada.lovelace', 'AL'],
        ['Ada King, Countess of Lovelace', 'AL'],
        ['  Ada  ', 'A'],
        ['(Ada) "Lovelace"', 'AL'],
        ['李小龍', '李'],
        ['Élodie Özil', 'ÉÖ'],
        ['7 of Nine', '7N'],
        ['👩‍💻', '?'],
        ['', '?']
    ])('stand for %j', (name, initials) => {
        expect(initialsOf(name)).toBe(initials);
    });
});
