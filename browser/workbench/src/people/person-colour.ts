import type { PERSON_COLOURS } from '@longtable/common';

export interface PersonColour {
    /** On a dark background, with dark letters on it. */
    readonly dark: string;
    /** On a light background, with white letters on it. */
    readonly light: string;
}

/**
 * Colours for people: as far apart from each other as ten colours get, for those with protanopia, deuteranopia or tritanopia
 * as well, in either theme; letters on them, and they as letters on the background, have a contrast of 4.5:1.
 */
export const personColours: readonly PersonColour[] & { readonly length: typeof PERSON_COLOURS } = [
    { dark: '#6da0d9', light: '#063c6d' },
    { dark: '#c68f56', light: '#573100' },
    { dark: '#a1f0ff', light: '#0e7381' },
    { dark: '#e26ead', light: '#6d0049' },
    { dark: '#c7f478', light: '#537200' },
    { dark: '#a481ff', light: '#470093' },
    { dark: '#f8dbc9', light: '#796051' },
    { dark: '#afcaff', light: '#3a558f' },
    { dark: '#feafce', light: '#813d5b' },
    { dark: '#acb89c', light: '#444d35' }
];

/** Of someone who is not here, and so has no colour. */
export const AWAY_COLOUR_ID = 'longtable.personAway';

/** For letters on the colours of people. */
export const ON_COLOUR_ID = 'longtable.personForeground';

/** The name of a colour among those of the theme, by the number that the agent gave its person. */
export function colourIdOf(colour: number | undefined): string {
    return colour === undefined ? AWAY_COLOUR_ID : `longtable.person${colour % personColours.length}`;
}

/** A colour for CSS; it follows the theme. */
export function colourOf(colour: number | undefined): string {
    return `var(--theia-${colourIdOf(colour).replace('.', '-')})`;
}
