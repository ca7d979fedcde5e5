import { type WidgetDecoration } from '@theia/core/lib/browser/widget-decoration';
import { initialsOf } from '../account/initials';
import { colourOf } from '../people/person-colour';
import { type PersonSomewhere } from './people-places';

/** How many initials there is room for. */
const ROOM_FOR = 3;

/** The initials of those who are in a file, each in their colour. */
export function marksOf(people: readonly PersonSomewhere[], where: string): WidgetDecoration.TailDecoration[] {
    const shown = people.length > ROOM_FOR ? people.slice(0, ROOM_FOR - 1) : people;
    const rest = people.slice(shown.length);
    const marks = shown.map(({ name, colour }) => ({
        data: initialsOf(name),
        fontData: { color: colourOf(colour), style: 'bold' as const },
        tooltip: `${name} is ${where}`
    }));
    return rest.length === 0
        ? marks
        : [
              ...marks,
              {
                  data: `+${rest.length}`,
                  fontData: { color: 'var(--theia-descriptionForeground)', style: 'bold' },
                  tooltip: `${rest.map(({ name }) => name).join(', ')} are ${where}`
              }
          ];
}
