/**
 * Colours for people, told apart with every common kind of colour blindness, after the palette of Okabe and Ito,
 * darkened until white letters on them have a contrast of 4.5:1.
 */
export const personColours = [
    '#0067a5',
    '#a84a00',
    '#00745a',
    '#9c3f79',
    '#2f6f9f',
    '#7a6200',
    '#5b4fa2',
    '#5c6670'
] as const;

/** A colour that is always the same for the same person. */
export function colourOf(userId: string): string {
    // FNV-1a: ids that differ in their last character only are to differ in colour as well.
    let hash = 0x811c9dc5;
    for (const character of userId) {
        hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    return personColours[hash % personColours.length] ?? personColours[0];
}
