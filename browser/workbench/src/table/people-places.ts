import type { PresentPerson } from '@longtable/common';

/** Somebody who is in a file, as their mark shows them. */
export type PersonSomewhere = Pick<PresentPerson, 'userId' | 'name' | 'colour'>;

/** Who is where, by the path of the file in the workspace; oneself left out. */
export function peopleByPath(
    people: readonly PresentPerson[],
    me: string | undefined
): ReadonlyMap<string, readonly PersonSomewhere[]> {
    const places = new Map<string, PersonSomewhere[]>();
    for (const { userId, name, colour, location } of people) {
        if (userId !== me && location) {
            const here = places.get(location.path) ?? [];
            here.push({ userId, name, ...(colour !== undefined && { colour }) });
            places.set(location.path, here);
        }
    }
    return places;
}

/**
 * Puts everybody at a place that can be seen: their file, or else the closest folder around it. Those whose path has
 * nothing to be seen are left out.
 */
export function gatherAt<P extends PersonSomewhere>(
    places: ReadonlyMap<string, readonly P[]>,
    canBeSeen: (path: string) => boolean
): ReadonlyMap<string, readonly P[]> {
    const gathered = new Map<string, readonly P[]>();
    for (const [path, people] of places) {
        let seen = path;
        while (seen !== '' && !canBeSeen(seen)) {
            seen = seen.slice(0, Math.max(0, seen.lastIndexOf('/')));
        }
        if (seen !== '') {
            gathered.set(seen, [...(gathered.get(seen) ?? []), ...people]);
        }
    }
    return gathered;
}
