import { describe, expect, test } from 'vitest';
import { hueOf, initialsOf } from './initials';

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

    test('have the same colour for the same person, and a hue that CSS knows', () => {
        expect(hueOf('user-1')).toBe(hueOf('user-1'));
        expect(hueOf('user-1')).not.toBe(hueOf('user-2'));
        expect(hueOf('\u{10ffff}'.repeat(64))).toBeGreaterThanOrEqual(0);
        expect(hueOf('\u{10ffff}'.repeat(64))).toBeLessThan(360);
    });
});
