import { type ColorContribution } from '@theia/core/lib/browser/color-application-contribution';
import { type ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { type ColorDefinition } from '@theia/core/lib/common/color';
import { injectable } from '@theia/core/shared/inversify';
import { AWAY_COLOUR_ID, colourIdOf, ON_COLOUR_ID, type PersonColour, personColours } from './person-colour';

/** Makes the colours of people colours of the theme, so that they fit it and can be customised as any other. */
@injectable()
export class PersonColourContribution implements ColorContribution {
    registerColors(colors: ColorRegistry): void {
        colors.register(
            ...personColours.map((colour, index) =>
                define(colourIdOf(index), colour, `Caret, marks and picture of the people with colour ${index + 1}.`)
            ),
            define(AWAY_COLOUR_ID, { dark: '#9a9a9a', light: '#6b6b6b' }, 'Picture of people who are not here.'),
            define(ON_COLOUR_ID, { dark: '#101010', light: '#ffffff' }, 'Letters on the colours of people.')
        );
    }
}

function define(id: string, { dark, light }: PersonColour, description: string): ColorDefinition {
    return { id, defaults: { dark, light, hcDark: dark, hcLight: light }, description };
}
