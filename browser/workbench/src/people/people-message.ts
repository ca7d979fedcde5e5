import type { People, PRESENCE_PATH, PresentPerson } from '@longtable/common';
import { isRecord } from '../context/is-record';

/** Where presence is told and heard. Typed by the constant in common, as the hub's prefix is. */
export const presencePath: typeof PRESENCE_PATH = '/.longtable/presence';

/** Reads one message of the agent; undefined when it is none. */
export function peopleOf(data: unknown): readonly PresentPerson[] | undefined {
    try {
        const value: unknown = JSON.parse(String(data));
        return isPeople(value) ? value.people : undefined;
    } catch {
        return undefined;
    }
}

/** Enough to draw them; names and paths are only ever shown as text. */
function isPeople(value: unknown): value is People {
    return isRecord(value) && Array.isArray(value['people']) && value['people'].every(isPerson);
}

function isPerson(value: unknown): boolean {
    return (
        isRecord(value) &&
        typeof value['userId'] === 'string' &&
        typeof value['name'] === 'string' &&
        typeof value['role'] === 'string' &&
        typeof value['tabs'] === 'number'
    );
}
