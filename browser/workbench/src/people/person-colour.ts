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
    { dark: '#5aa7c8', light: '#004258' },
    { dark: '#ffb2b4', light: '#9d1f34' },
    { dark: '#04a322', light: '#003a04' },
    { dark: '#a481ff', light: '#470093' },
    { dark: '#e1ef1d', light: '#666d00' },
    { dark: '#fe7ae2', light: '#7e006d' },
    { dark: '#90f4fe', light: '#09747c' },
    { dark: '#ceae6e', light: '#5d4506' },
    { dark: '#c6c2ff', light: '#564995' },
    { dark: '#cc8493', light: '#602334' }
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
